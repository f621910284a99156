// Tests of models, results, reports.

export type { Candidate } from "../evaluation/evaluate-models.ts";
export { renderReport } from "../report/lazy-report.ts";
export { testModel, type TestResult, type TestScores } from "../evaluation/model-test.ts";
export type {
  ClipPrediction,
  DataSummary,
  EmotionScores,
  EvaluationResult,
  FoldResult,
  ModelResult,
  Settings,
  SpeakerScores,
  TrainingHistory,
} from "../evaluation/result.ts";
export { comparisonTable, renderTable, type Table, type TableGroup } from "../report/table.ts";

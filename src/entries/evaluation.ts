/**
 * Tests of models, results, reports.
 *
 * @module affekt/evaluation
 */

export type { Candidate } from "../evaluation/candidate.ts";
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
export { renderTable } from "../report/formats/text.ts";
export { comparisonTable } from "../report/tables/comparison-table.ts";
export type { Table, TableGroup } from "../report/tables/table.ts";
export { explainSamples, type ExplainOptions } from "../explanation/explain.ts";
export type {
  BandInfluence,
  Explanation,
  FeatureInfluence,
  Influence,
  RegionInfluence,
  TimeInfluence,
} from "../explanation/explanation.ts";
export { explanationPage } from "../explanation/explanation-page.ts";
export { explanationSvg } from "../explanation/explanation-svg.ts";
export type { SearchedModel } from "../model-selection/model-space.ts";
export {
  nestedSearch,
  type NestedSearchOptions,
  type SearchProgress,
} from "../model-selection/nested-search.ts";
export type {
  FoldBest,
  OuterResult,
  OuterScore,
  SearchResult,
  TrialRecord,
} from "../model-selection/search-result.ts";
export { memorySearchStore, type SearchStore } from "../model-selection/search-store.ts";

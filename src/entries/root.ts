// The functions of the guide and their option types, as they are on every platform. The rest is in the sub-paths.

export { AffektError, type ErrorCode, errorOf, type PlainError } from "../errors.ts";
export { VERSION } from "../version.ts";

export type { AudioData } from "../audio/audio-data.ts";
export type { Augmentation } from "../augmentation/augmentation.ts";
export type { Problem } from "../corpora/problem.ts";
export type { Recording } from "../corpora/recording.ts";
export type { FeatureTable } from "../datasets/feature-table.ts";
export {
  type LabelledClips,
  labelledClips,
  type LabelledClipsOptions,
} from "../datasets/labelled-clips.ts";
export type { Candidate } from "../evaluation/candidate.ts";
export { testModel, type TestModelOptions, type TestResult } from "../evaluation/model-test.ts";
export type { EvaluationResult, ModelResult } from "../evaluation/result.ts";
export { columnsOf } from "../features/sets/columns.ts";
export type { FeatureSet, FeatureSetDefinition } from "../features/sets/definition.ts";
export { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
export type { Matrix, Rows } from "../math/linear-algebra/matrix.ts";
export {
  Classifier,
  type ClassifierFitOptions,
  type ClassifierOptions,
} from "../models/classifiers/classifier.ts";
export {
  CnnClassifier,
  type CnnFitOptions,
  type CnnOptions,
} from "../models/classifiers/cnn-classifier.ts";
export { MlpClassifier, type MlpOptions } from "../models/classifiers/mlp-classifier.ts";
export { readModelInfo } from "../models/file/decode-model.ts";
export { encodeModel } from "../models/file/encode-model.ts";
export type { ModelInfo } from "../models/file/model-info.ts";
export type { TrainedModel } from "../models/file/trained-model.ts";
export { ensemble, type ModelSpec, modelSpec } from "../models/model-spec.ts";
export { PRESET_NAMES, presetModel } from "../models/presets.ts";
export { trainModel, type TrainModelOptions } from "../models/training/train-model.ts";
export type { Runtime } from "../network/runtime/runtime.ts";
export type { Pool } from "../parallel/pool.ts";
export type { PictureOptions } from "../pictures/figures.ts";
export { recordingsPage } from "../pictures/recordings-page.ts";
export { recordingsSvg } from "../pictures/recordings-svg.ts";
export type { EmotionModel, PredictOptions } from "../prediction/emotion-model.ts";
export type { Prediction, RecordingPrediction } from "../prediction/prediction.ts";
export type { StreamEvent } from "../prediction/streaming/stream-events.ts";
export type { SampleSource, StreamingOptions } from "../prediction/streaming/stream-options.ts";
export type { StreamingPredictor } from "../prediction/streaming/streaming-predictor.ts";
export { renderReport } from "../report/lazy-report.ts";
export type { Protocol } from "../splits/protocols.ts";
export { tableData } from "../tables/table-data.ts";
export { formatTable, parseTable, type TableFormat } from "../tables/table-format.ts";
export type { Epoch } from "../training/fit-options.ts";

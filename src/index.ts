// What Affekt offers on every platform; index.node.ts and index.browser.ts add what only theirs can do.

export { AffektError, type ErrorCode } from "./errors.ts";
export type { Pool } from "./parallel.ts";
export { VERSION } from "./version.ts";

export { matrixFromRows, type Matrix, rowOf, type Rows, selectRows } from "./math/matrix.ts";
export { Random } from "./math/random.ts";
export type { WindowFamily, WindowName, WindowSpec } from "./math/windows.ts";

export { type Audio, mixToMono } from "./audio/audio.ts";
export { type AudioStream, collectAudio } from "./audio/audio-stream.ts";
export { decodeAudio, openAudioStream } from "./audio/decode.ts";
export { assessClip, type ClipState, peakLevel } from "./audio/level.ts";
export { decodePcm, openPcmStream, PCM_ENCODINGS, type PcmOptions } from "./audio/raw-pcm.ts";
export { resample, Resampler } from "./audio/resample.ts";
export { encodeWav, type WavOptions } from "./audio/wav-write.ts";

export { type BandwidthOptions, spectralBandwidth } from "./features/bandwidth.ts";
export { spectralCentroid } from "./features/centroid.ts";
export { chromaCens, type ChromaCensOptions } from "./features/chroma-cens.ts";
export { chromaCqt, type ChromaCqtOptions } from "./features/chroma-cqt.ts";
export { type ChromaOptions, chromaStft, PITCH_CLASSES } from "./features/chroma.ts";
export { type ContrastOptions, spectralContrast } from "./features/contrast.ts";
export { clipValues } from "./features/clip-values.ts";
export { constantQ, type ConstantQOptions } from "./features/cqt.ts";
export {
  amplitudeToDb,
  dbToAmplitude,
  dbToPower,
  type DecibelOptions,
  powerToDb,
} from "./features/decibel.ts";
export { delta, type DeltaOptions } from "./features/delta.ts";
export { DESCRIPTOR_NAMES, type DescriptorName } from "./features/descriptors.ts";
export { type ClipFeatures, type ExtractedClip, extractFeatures } from "./features/extract.ts";
export { type FlatnessOptions, spectralFlatness } from "./features/flatness.ts";
export type { Frames } from "./features/frames.ts";
export { harmonic, hpss, percussive, type SeparationOptions } from "./features/hpss.ts";
export { istft, type IstftOptions } from "./features/istft.ts";
export { type MelOptions, melSpectrogram } from "./features/mel.ts";
export { mfcc, type MfccOptions } from "./features/mfcc.ts";
export type { Norm } from "./features/norm.ts";
export { onsetStrength, type OnsetStrengthOptions } from "./features/onset-strength.ts";
export type { PadMode } from "./features/padding.ts";
export { polyFeatures, type PolyFeaturesOptions } from "./features/poly-features.ts";
export { deemphasis, type EmphasisOptions, preemphasis } from "./features/preemphasis.ts";
export { type Pitch, pyin, type PyinOptions } from "./features/pyin.ts";
export { rms, type RmsOptions } from "./features/rms.ts";
export { type RolloffOptions, spectralRolloff } from "./features/rolloff.ts";
export { type ColumnDescription, columnsOf, describeColumns } from "./features/set-columns.ts";
export type { DescriptorUse, FeatureSet, FeatureSetDefinition } from "./features/set-definition.ts";
export type { Framing } from "./features/set-framing.ts";
export { FEATURE_SETS, featureSet } from "./features/sets.ts";
export { spectralFlux } from "./features/spectral-flux.ts";
export { type SilenceOptions, split, type Stretch } from "./features/split.ts";
export {
  type StatisticName,
  statisticsOverTime,
  type StatisticsOptions,
} from "./features/statistics.ts";
export {
  type ComplexFrames,
  magnitude,
  stft,
  stftMagnitudes,
  type StftOptions,
} from "./features/stft.ts";
export { tempo, type TempoOptions } from "./features/tempo.ts";
export { tempogram, type TempogramOptions } from "./features/tempogram.ts";
export { tonnetz } from "./features/tonnetz.ts";
export { trim } from "./features/trim.ts";
export { estimateTuning, type TuningOptions } from "./features/tuning.ts";
export { yin, type YinOptions } from "./features/yin.ts";
export { zeroCrossingRate, type ZeroCrossingRateOptions } from "./features/zero-crossing-rate.ts";

export {
  type Augmentation,
  augmentedCopies,
  checkAugmentation,
  type Effects,
} from "./augmentation/augmentation.ts";
export * as effects from "./augmentation/effects.ts";
export type { DrawRange } from "./augmentation/draw-range.ts";
export type { SpecAugmentSettings } from "./augmentation/spec-augment.ts";

export { PANELS, type PanelName, type PictureOptions } from "./pictures/figures.ts";
export type { PicturedRecording } from "./pictures/pictured-recording.ts";
export { recordingsPage } from "./pictures/recordings-page.ts";
export { recordingsSvg } from "./pictures/recordings-svg.ts";

export { CATALOG, type CatalogEntry } from "./corpora/catalog.ts";
export { type Emotion, EMOTIONS } from "./corpora/emotions.ts";
export {
  type AugmentedClips,
  type FeatureRow,
  type FeatureTable,
  type LabelledClips,
  labelledClips,
} from "./corpora/feature-table.ts";
export type { DataReport } from "./corpora/check.ts";
export type { Fold, SplitClip } from "./corpora/folds.ts";
export {
  defaultProtocol,
  type Protocol,
  PROTOCOLS,
  type Split,
  splitClips,
  type SplitOptions,
} from "./corpora/protocols.ts";
export {
  formatRavdessName,
  parseRavdessName,
  type RavdessName,
  ravdessSex,
} from "./corpora/ravdess.ts";
export type { Refusal } from "./corpora/refusal.ts";
export type { Labels, Recording, Sex, SourceProblem } from "./corpora/recording.ts";

export { type Fact, type TableData, tableData } from "./tables/table-data.ts";
export { formatTable, parseTable, type TableFormat } from "./tables/table-format.ts";

export { inferenceGraph, type InferenceOptions } from "./network/inference-graph.ts";
export * as initializers from "./network/initializers.ts";
export {
  input,
  type InputOptions,
  type Layer,
  type LayerOptions,
  type Value,
} from "./network/layer.ts";
export * as layers from "./network/layers.ts";
export { network, type Network, sequential } from "./network/network.ts";
export type { PlacedParameter } from "./network/parameters.ts";
export type {
  Runtime,
  RuntimeSource,
  Session,
  SessionOptions,
  Tensor,
  Tensors,
} from "./network/runtime.ts";
export type { Shape } from "./network/shape.ts";

export { bootstrapInterval, type Interval, type LabelledPredictions } from "./metrics/bootstrap.ts";
export { type Confusion, confusionMatrix } from "./metrics/confusion.ts";
export {
  accuracy,
  type ClassScores,
  classScores,
  type Scores,
  scores,
  uar,
} from "./metrics/scores.ts";

export type { ClassificationLoss } from "./network/losses.ts";
export type { OptimizerSettings } from "./network/optimizers.ts";

export { DivergedError } from "./training/diverged-error.ts";
export type { Epoch, TrainingState } from "./training/fit-options.ts";
export type { ScheduleSettings } from "./training/schedules.ts";
export type { ClassWeight, TrainingSettings } from "./training/training-settings.ts";

export type { CnnFitOptions } from "./models/cnn.ts";
export { CNN_DEFAULTS, type CnnSettings } from "./models/cnn-settings.ts";
export { ATTENTION_CNN_DEFAULTS, type AttentionCnnSettings } from "./models/deep/attention-cnn.ts";
export { RESNET1D_DEFAULTS, type ResNet1dSettings } from "./models/deep/resnet1d.ts";
export { RESNET2D_DEFAULTS, type ResNet2dSettings } from "./models/deep/resnet2d.ts";
export { TCN_DEFAULTS, type TcnSettings } from "./models/deep/tcn.ts";
export { type Ensemble, ensemble } from "./models/ensemble.ts";
export type { LdaSettings } from "./models/linear/lda.ts";
export { LOGISTIC_DEFAULTS, type LogisticSettings } from "./models/linear/logistic.ts";
export { RIDGE_DEFAULTS, type RidgeSettings } from "./models/linear/ridge.ts";
export type { LoadedModel } from "./models/loaded-model.ts";
export type { PartialFitOptions } from "./models/mlp.ts";
export { MLP_DEFAULTS, type MlpSettings } from "./models/mlp-settings.ts";
export { encodeModel, type Model, readModelInfo } from "./models/model-file.ts";
export type {
  ModelEvaluation,
  ModelFeatures,
  ModelInfo,
  ModelTraining,
} from "./models/model-info.ts";
export type { PresetChanges } from "./models/model-kind.ts";
export type { SingleModel } from "./models/model-kinds.ts";
export type { ClassifierFitOptions, NetworkClassifier } from "./models/network-classifier.ts";
export { buildNetwork, type NetworkSettings } from "./models/network-settings.ts";
export {
  type ModelName,
  PRESET_NAMES,
  type PresetName,
  presetModel,
  PRESETS,
} from "./models/presets.ts";
export type { StandardScaler } from "./models/standard-scaler.ts";
export type { TrainedNetwork } from "./models/train.ts";

export type { Candidate } from "./evaluation/evaluate-models.ts";
export { type EvaluationParts, evaluationResult } from "./evaluation/evaluation-result.ts";
export { renderReport } from "./evaluation/lazy-report.ts";
export { testModel, type TestResult } from "./evaluation/model-test.ts";
export type {
  DataSummary,
  EmotionScores,
  EvaluationResult,
  FoldResult,
  History,
  LeftOut,
  ModelResult,
  Settings,
  SpeakerScores,
} from "./evaluation/result.ts";
export { comparisonTable, renderTable, type Table, type TableGroup } from "./evaluation/table.ts";

export {
  EmotionModel,
  type EmotionProbability,
  type Prediction,
} from "./prediction/emotion-model.ts";

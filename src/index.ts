// What Affekt offers on every platform; index.node.ts and index.browser.ts add what only theirs can do.

export { AffektError, type ErrorCode, errorOf, type PlainError } from "./errors.ts";
export type { JobType, Pool, RunOptions } from "./parallel/pool.ts";
export { VERSION } from "./version.ts";

export { matrixFromRows, type Matrix, rowOf, type Rows, selectRows } from "./math/matrix.ts";
export { Random } from "./math/random.ts";
export type { WindowFamily, WindowName, WindowSpec } from "./math/windows.ts";

export type { AudioData } from "./audio/audio-data.ts";
export { mixToMono } from "./audio/mix.ts";
export { type AudioStream, streamOf, collectAudio } from "./audio/audio-stream.ts";
export { type DecodeOptions, openAudioStream } from "./audio/decode.ts";
export { assessClip, type ClipState, peakLevel } from "./audio/level.ts";
export { decodePcm, openPcmStream, PCM_ENCODINGS, type PcmOptions } from "./audio/pcm/raw-pcm.ts";
export { resample, Resampler } from "./audio/resample/resample.ts";
export { encodeWav, type WavOptions } from "./audio/pcm/wav-write.ts";

export { type BandwidthOptions, spectralBandwidth } from "./features/spectral/bandwidth.ts";
export { spectralCentroid } from "./features/spectral/centroid.ts";
export { chromaCens, type ChromaCensOptions } from "./features/spectral/chroma-cens.ts";
export { chromaCqt, type ChromaCqtOptions } from "./features/spectral/chroma-cqt.ts";
export { type ChromaOptions, chromaStft } from "./features/spectral/chroma-stft.ts";
export { PITCH_CLASSES } from "./features/spectral/pitch-classes.ts";
export { type ContrastOptions, spectralContrast } from "./features/spectral/contrast.ts";
export { clipValues } from "./features/sets/vector.ts";
export { constantQ, type ConstantQOptions } from "./signal/cqt.ts";
export {
  amplitudeToDb,
  dbToAmplitude,
  dbToPower,
  type DecibelOptions,
  powerToDb,
} from "./signal/decibel.ts";
export { delta, type DeltaOptions } from "./features/delta.ts";
export { DESCRIPTOR_NAMES, type DescriptorName } from "./features/descriptors.ts";
export type { Clip, RecordingInfo } from "./features/extraction/clip.ts";
export type { Segment, Windowing, Windows } from "./features/extraction/cutter.ts";
export {
  extractClips,
  type ExtractClipsOptions,
  type Extraction,
} from "./features/extraction/extract.ts";
export { type FlatnessOptions, spectralFlatness } from "./features/spectral/flatness.ts";
export type { Frames } from "./signal/frames.ts";
export { harmonic, hpss, percussive, type SeparationOptions } from "./signal/hpss.ts";
export { istft, type IstftOptions } from "./signal/istft.ts";
export { type MelOptions, melSpectrogram } from "./features/spectral/mel.ts";
export { mfcc, type MfccOptions } from "./features/spectral/mfcc.ts";
export type { Norm } from "./signal/norm.ts";
export { onsetStrength, type OnsetStrengthOptions } from "./features/rhythm/onset-strength.ts";
export type { PadMode } from "./signal/padding.ts";
export { polyFeatures, type PolyFeaturesOptions } from "./features/spectral/poly-features.ts";
export { deemphasis, type EmphasisOptions, preemphasis } from "./signal/preemphasis.ts";
export { type Pitch, pyin, type PyinOptions } from "./features/pitch/pyin.ts";
export { rms, type RmsOptions } from "./features/spectral/rms.ts";
export { type RolloffOptions, spectralRolloff } from "./features/spectral/rolloff.ts";
export { type ColumnDescription, columnsOf, describeColumns } from "./features/sets/columns.ts";
export type {
  DescriptorUse,
  FeatureSet,
  FeatureSetDefinition,
} from "./features/sets/definition.ts";
export type { Framing } from "./features/sets/framing.ts";
export { FEATURE_SETS, featureSet } from "./features/sets/sets.ts";
export { spectralFlux } from "./features/spectral/spectral-flux.ts";
export { type SilenceOptions, split, type SampleInterval } from "./features/split.ts";
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
} from "./signal/stft.ts";
export { tempo, type TempoOptions } from "./features/rhythm/tempo.ts";
export { tempogram, type TempogramOptions } from "./features/rhythm/tempogram.ts";
export { tonnetz } from "./features/spectral/tonnetz.ts";
export { trim } from "./features/trim.ts";
export { estimateTuning, type TuningOptions } from "./features/pitch/tuning.ts";
export { yin, type YinOptions } from "./features/pitch/yin.ts";
export {
  zeroCrossingRate,
  type ZeroCrossingRateOptions,
} from "./features/spectral/zero-crossing-rate.ts";

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
export type { FeatureRow, FeatureTable } from "./datasets/feature-table.ts";
export {
  type AugmentedClips,
  type LabelledClip,
  type LabelledClips,
  labelledClips,
} from "./datasets/labelled-clips.ts";
export type { DataReport } from "./corpora/check/check.ts";
export type { Fold, SplitClip } from "./splits/folds.ts";
export {
  defaultProtocol,
  type Protocol,
  PROTOCOLS,
  type Split,
  splitClips,
  type SplitOptions,
} from "./splits/protocols.ts";
export {
  formatRavdessName,
  parseRavdessName,
  type RavdessName,
  ravdessSex,
} from "./corpora/ravdess.ts";
export type { Problem } from "./corpora/problem.ts";
export type { LabelOptions } from "./corpora/label-mapping.ts";
export type { Labels, Sex } from "./corpora/labels.ts";
export type { LabelledSegment, Recording } from "./corpora/recording.ts";

export { type MetadataColumn, type TableData, tableData } from "./tables/table-data.ts";
export { formatTable, parseTable, type TableFormat } from "./tables/table-format.ts";

export { layerFromConfig, networkFromConfig } from "./network/from-config.ts";
export { inferenceGraph, type InferenceOptions } from "./network/graphs/inference-graph.ts";
export type { Initializer } from "./network/initializers.ts";
export type { LayerOptions } from "./network/layer.ts";
export * as layers from "./network/layers.ts";
export { network, type Network, sequential } from "./network/network.ts";
export type { NetworkConfig } from "./network/network-config.ts";
export type { Parameter } from "./network/parameters.ts";
export type {
  Runtime,
  RuntimeSource,
  Session,
  SessionOptions,
  Tensor,
  Tensors,
} from "./network/runtime/runtime.ts";
export type { Shape } from "./network/shape.ts";
export {
  input,
  type InputOptions,
  type Layer,
  type LayerConfig,
  type SymbolicTensor,
} from "./network/symbolic-tensor.ts";

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

export type { ClassificationLoss } from "./network/graphs/losses.ts";
export type { OptimizerSettings } from "./network/graphs/optimizers.ts";

export type { Epoch, TrainingState } from "./training/fit-options.ts";
export type { ScheduleSettings } from "./training/schedules.ts";
export { TrainingError } from "./training/training-error.ts";
export type { ClassWeight, TrainingSettings } from "./training/training-settings.ts";

export { buildNetwork } from "./models/build-network.ts";
export {
  Classifier,
  type ClassifierFitOptions,
  type ClassifierOptions,
} from "./models/classifiers/classifier.ts";
export {
  CnnClassifier,
  type CnnFitOptions,
  type CnnOptions,
} from "./models/classifiers/cnn-classifier.ts";
export {
  MlpClassifier,
  type MlpOptions,
  type PartialFitOptions,
} from "./models/classifiers/mlp-classifier.ts";
export { readModelInfo } from "./models/file/decode-model.ts";
export { encodeModel } from "./models/file/encode-model.ts";
export type { LoadedModel } from "./models/file/loaded-model.ts";
export type { ModelFeatures } from "./models/file/model-features.ts";
export type { ModelEvaluation, ModelInfo, ModelTraining } from "./models/file/model-info.ts";
export type { TrainedModel } from "./models/file/trained-model.ts";
export type { StandardScaler } from "./models/inference/standard-scaler.ts";
export type { CommonSettings } from "./models/kinds/common-settings.ts";
export type { KindName, SettingsOf } from "./models/kinds/model-kinds.ts";
export {
  ensemble,
  type EnsembleSpec,
  type ModelSpec,
  modelSpec,
  type SingleModelSpec,
} from "./models/model-spec.ts";
export {
  type ModelName,
  PRESET_NAMES,
  type PresetName,
  presetModel,
  PRESETS,
  type PresetSettings,
} from "./models/presets.ts";
export { trainModel, type TrainModelOptions } from "./models/training/train-model.ts";
export type { TrainedNetwork } from "./models/training/train-on-rows.ts";
export { withSettings } from "./models/with-settings.ts";

export type { Candidate } from "./evaluation/candidate.ts";
export { renderReport } from "./report/lazy-report.ts";
export { testModel, type TestResult, type TestScores } from "./evaluation/model-test.ts";
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
} from "./evaluation/result.ts";
export { renderTable } from "./report/formats/text.ts";
export { comparisonTable } from "./report/tables/comparison-table.ts";
export type { Table, TableGroup } from "./report/tables/table.ts";

export {
  EmotionModel,
  type PredictOptions,
  type PredictSamplesOptions,
} from "./prediction/emotion-model.ts";
export type {
  EmotionProbability,
  Prediction,
  RecordingPrediction,
  WindowPrediction,
} from "./prediction/prediction.ts";

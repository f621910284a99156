/**
 * Descriptors in librosa's terms, the signal processing below them, statistics, feature sets, extraction.
 *
 * @module affekt/features
 */

export { type BandwidthOptions, spectralBandwidth } from "../features/spectral/bandwidth.ts";
export { spectralCentroid } from "../features/spectral/centroid.ts";
export { chromaCens, type ChromaCensOptions } from "../features/spectral/chroma-cens.ts";
export { chromaCqt, type ChromaCqtOptions } from "../features/spectral/chroma-cqt.ts";
export { type ChromaOptions, chromaStft } from "../features/spectral/chroma-stft.ts";
export { PITCH_CLASSES } from "../features/spectral/pitch-classes.ts";
export { type ContrastOptions, spectralContrast } from "../features/spectral/contrast.ts";
export { clipValues, encodedClipValues } from "../features/sets/vector.ts";
export { constantQ, type ConstantQOptions } from "../signal/cqt.ts";
export {
  amplitudeToDb,
  dbToAmplitude,
  dbToPower,
  type DecibelOptions,
  powerToDb,
} from "../signal/decibel.ts";
export { delta, type DeltaOptions } from "../features/delta.ts";
export { DESCRIPTOR_NAMES, type DescriptorName } from "../features/descriptors.ts";
export type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
export type { Segment, Windowing, Windows } from "../features/extraction/cutter.ts";
export {
  extractClips,
  type ExtractClipsOptions,
  type Extraction,
} from "../features/extraction/extract.ts";
export { type FlatnessOptions, spectralFlatness } from "../features/spectral/flatness.ts";
export type { Frames } from "../signal/frames.ts";
export { harmonic, hpss, percussive, type SeparationOptions } from "../signal/hpss.ts";
export { istft, type IstftOptions } from "../signal/istft.ts";
export { type MelOptions, melSpectrogram } from "../features/spectral/mel.ts";
export { mfcc, type MfccOptions } from "../features/spectral/mfcc.ts";
export type { Norm } from "../signal/norm.ts";
export { onsetStrength, type OnsetStrengthOptions } from "../features/rhythm/onset-strength.ts";
export type { PadMode } from "../signal/padding.ts";
export { polyFeatures, type PolyFeaturesOptions } from "../features/spectral/poly-features.ts";
export { deemphasis, type EmphasisOptions, preemphasis } from "../signal/preemphasis.ts";
export { type Pitch, pyin, type PyinOptions } from "../features/pitch/pyin.ts";
export { rms, type RmsOptions } from "../features/spectral/rms.ts";
export { type RolloffOptions, spectralRolloff } from "../features/spectral/rolloff.ts";
export { type ColumnDescription, columnsOf, describeColumns } from "../features/sets/columns.ts";
export type {
  DescriptorUse,
  FeatureSet,
  FeatureSetDefinition,
} from "../features/sets/definition.ts";
export type { Framing } from "../features/sets/framing.ts";
export { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
export { spectralFlux } from "../features/spectral/spectral-flux.ts";
export { type SilenceOptions, split, type SampleInterval } from "../features/split.ts";
export {
  type StatisticName,
  statisticsOverTime,
  type StatisticsOptions,
} from "../features/statistics.ts";
export {
  type ComplexFrames,
  magnitude,
  stft,
  stftMagnitudes,
  type StftOptions,
} from "../signal/stft.ts";
export { tempo, type TempoOptions } from "../features/rhythm/tempo.ts";
export { tempogram, type TempogramOptions } from "../features/rhythm/tempogram.ts";
export { tonnetz } from "../features/spectral/tonnetz.ts";
export { trim } from "../features/trim.ts";
export { estimateTuning, type TuningOptions } from "../features/pitch/tuning.ts";
export { yin, type YinOptions } from "../features/pitch/yin.ts";
export {
  zeroCrossingRate,
  type ZeroCrossingRateOptions,
} from "../features/spectral/zero-crossing-rate.ts";

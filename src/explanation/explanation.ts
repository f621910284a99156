import type { EmotionProbability } from "../prediction/prediction.ts";

/**
 * What carried a model's decision for a recording. An influence is how far the log odds of the emotion fall where a part is removed: positive
 * where the part spoke for the emotion, negative where it spoke against it.
 */
export interface Explanation {
  /** The emotion that is explained. */
  readonly emotion: string;
  /** The probability of the emotion for the whole recording. */
  readonly probability: number;
  /** All emotions, the most probable one first. */
  readonly probabilities: readonly EmotionProbability[];
  readonly durationSeconds: number;
  /** The feature set of the model. */
  readonly set: string;
  /** Stretches of time, with all frequencies in them removed. */
  readonly times: readonly TimeInfluence[];
  /** Frequency bands, removed over the whole recording. */
  readonly bands: readonly BandInfluence[];
  /** Bands within stretches: [times, bands], row by row. */
  readonly regions: readonly RegionInfluence[];
  /** Groups of features, replaced by their mean over the training; the largest influence first. */
  readonly features: readonly FeatureInfluence[];
}

/** A part of a recording or of its features. */
export interface Influence {
  /** The probability of the emotion without the part. */
  readonly probability: number;
  /** By how much the natural log odds of the emotion fall without the part. */
  readonly influence: number;
}

/** A stretch of time. */
export interface TimeRange {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A band of frequencies. */
export interface FrequencyRange {
  readonly lowHz: number;
  readonly highHz: number;
}

/** The influence of a stretch of time. */
export interface TimeInfluence extends Influence, TimeRange {}

/** The influence of a frequency band. */
export interface BandInfluence extends Influence, FrequencyRange {}

/** The influence of a frequency band in a stretch of time. */
export interface RegionInfluence extends Influence, TimeRange, FrequencyRange {}

/** The influence of a group of features. */
export interface FeatureInfluence extends Influence {
  readonly features: string;
  /** The number of values of a vector or of a frame. */
  readonly columns: number;
}

import type { StandardScaler } from "../inference/standard-scaler.ts";
import type { ModelSpec } from "../model-spec.ts";

/**
 * So many clips say as much about a speaker's mean as the population does. The variance within a speaker's clips over that between speakers is
 * 2.7 in RAVDESS (empirical Bayes), but adapting more was better for 8 clips and no worse for one.
 */
export const PRIOR_CLIPS = 1;

/** The factor of scores where they tell how probable classes are: those of LDA overstate how sure it is. */
export const FLATTENING = 0.1;

/** A linear model behind a scaler. */
export interface ScaledLinear {
  readonly scaler: StandardScaler;
  /** Kernel [columns, classes], then bias [classes]. */
  readonly parameters: Float32Array;
}

/** What a model needs besides its weights to be adapted to a speaker. Structured-cloneable. */
export interface SpeakerAdaptation {
  /** The same kind of model, trained on the same rows, each less `mean` and the shift of its speaker, over the speaker's spread. */
  readonly centred: ScaledLinear;
  /** The mean of the rows [columns]. */
  readonly mean: Float32Array;
  /** The means of the classes [classes, columns] less `mean` and the shift of their speaker. Weighted by `priors` they add up to 0. */
  readonly classMeans: Float32Array;
  /** The variance within the clips of a class and speaker [columns]. */
  readonly within: Float32Array;
  /** The shares of the classes in the training. */
  readonly priors: Float32Array;
}

/** What is known of a speaker. */
export interface SpeakerStatistics {
  /** The number of clips that it was estimated from. */
  readonly clips: number;
  /** The distance of the speaker's mean from the population's [columns], shrunk. */
  readonly shift: readonly number[];
  /** The deviation of the speaker's clips over the population's [columns], shrunk towards 1. */
  readonly spread: readonly number[];
  /** What is added to the weights of the classes [columns, classes] for scaled rows of the speaker; from labelled clips. */
  readonly kernel?: readonly number[] | undefined;
}

/** The classes of rows, as far as they are known. */
export interface ClassShares {
  /** The share of each class among the rows. */
  readonly shares: Float64Array;
  /** How sure it is that the rows are of few classes that nobody named, 0…1. */
  readonly few: number;
}

/** Whether a model can be adapted to a speaker: LDA can, in closed form. */
export function isAdaptable({ kind }: ModelSpec): boolean {
  return kind === "lda";
}

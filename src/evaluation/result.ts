import type { LabelledClip } from "../datasets/labelled-clips.ts";
import type { Problem } from "../corpora/problem.ts";
import type { Interval } from "../metrics/bootstrap.ts";
import type { Confusion } from "../metrics/confusion.ts";
import type { ClassScores, Scores } from "../metrics/scores.ts";
import type { Protocol } from "../splits/protocols.ts";

/** The result of an evaluation, as `affekt evaluate --json` prints it and the report shows it. */
export interface EvaluationResult {
  /** Affekt's version. */
  readonly version: string;
  /** When it was made, ISO 8601. */
  readonly date: string;
  readonly seed: number;
  readonly data: DataSummary;
  readonly models: readonly ModelResult[];
  /** Warnings about the data; those about a model are in its result. */
  readonly warnings: readonly string[];
}

/** The data of an evaluation. */
export interface DataSummary {
  /** As the user named them. */
  readonly sources: readonly string[];
  /** Corpora that the clips are known to be of, such as `ravdess`. */
  readonly corpora: readonly string[];
  /** The number of clips that were used. */
  readonly clips: number;
  /** The number of speakers that are known. */
  readonly speakers: number;
  /** The number of clips of each emotion. */
  readonly emotions: Readonly<Record<string, number>>;
  /** Recordings that were not used, with the reasons. */
  readonly leftOut: readonly Problem[];
}

/** Settings by name, as they are printed. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/** The result of a model by a protocol. Scores are those of the confusion matrix pooled over folds. */
export interface ModelResult extends Scores {
  readonly model: string;
  /** The feature set. */
  readonly set: string;
  readonly protocol: Protocol;
  /** Whether the same speakers are on both sides, so that the scores do not hold for a new speaker. */
  readonly speakerDependent: boolean;
  /** The order of `confusion`, `emotions` and probabilities. */
  readonly labels: readonly string[];
  /** Counts of clips; rows are true labels. A clip counts once for each fold that tests it. */
  readonly confusion: Confusion;
  /** 95 % intervals; see `bootstrapInterval`. */
  readonly interval: ScoreIntervals;
  readonly emotions: readonly EmotionScores[];
  readonly speakers: readonly SpeakerScores[];
  readonly folds: readonly FoldResult[];
  /** In the order of the folds, and of the clips within each. */
  readonly predictions: readonly ClipPrediction[];
  /** Training time is the sum over folds, which may have run at the same time. */
  readonly seconds: { readonly features: number; readonly training: number };
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** 95 % intervals, and what was drawn for them. */
export interface ScoreIntervals {
  readonly accuracy: Interval;
  readonly uar: Interval;
  /** Clips, where there is one speaker only or speakers are not known. */
  readonly over: "speakers" | "clips";
}

/** The scores of one emotion. */
export interface EmotionScores extends ClassScores {
  readonly label: string;
}

/** The scores of one speaker on the test side. */
export interface SpeakerScores {
  readonly speaker: string;
  readonly clips: number;
  readonly accuracy: number;
  readonly uar: number;
}

/** The result of one fold. */
export interface FoldResult extends Scores {
  readonly name: string;
  /** The speakers on the test side. */
  readonly test: readonly string[];
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: number;
  readonly history: TrainingHistory;
  readonly seconds: number;
}

/** The prediction for a test clip. */
export interface ClipPrediction {
  readonly fold: string;
  readonly clip: LabelledClip;
  readonly predicted: string;
  /** In the order of the result's labels. */
  readonly probabilities: readonly number[];
}

/** The course of a training, one value an epoch. */
export interface TrainingHistory {
  /** Mean training loss. */
  readonly loss: readonly number[];
  /** On the validation side, where there is one; higher is better. */
  readonly validationScore?: readonly number[];
}

/** The name of a result where several stand beside each other. */
export function resultName({ model, set, protocol }: ModelResult): string {
  return `${model}, ${set}, ${protocol}`;
}

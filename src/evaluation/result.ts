import type { Protocol } from "../splits/protocols.ts";
import type { Interval } from "../metrics/bootstrap.ts";
import type { Confusion } from "../metrics/confusion.ts";
import type { ClassScores, Scores } from "../metrics/scores.ts";

/** Everything that an evaluation found, as `affekt evaluate --json` prints it and the report shows it. */
export interface EvaluationResult {
  /** Affekt's version. */
  readonly version: string;
  /** When it was made, ISO 8601. */
  readonly date: string;
  readonly seed: number;
  readonly data: DataSummary;
  readonly models: readonly ModelResult[];
  /** What to know about the data; a model's own warnings stand with the model. */
  readonly warnings: readonly string[];
}

/** What was evaluated on. */
export interface DataSummary {
  /** As the user named them. */
  readonly sources: readonly string[];
  /** Corpora that the clips are known to be of, such as `ravdess`. */
  readonly corpora: readonly string[];
  /** Clips that were used. */
  readonly clips: number;
  readonly speakers: number;
  /** Clips of each emotion. */
  readonly emotions: Readonly<Record<string, number>>;
  /** Recordings that were not used, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** A recording that was not used. */
export interface LeftOut {
  readonly file: string;
  readonly reason: string;
}

/** Settings by name, as they are printed. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/** How one model did by one protocol; its figures are those of the confusion matrix pooled over folds. */
export interface ModelResult extends Scores {
  readonly model: string;
  /** The feature set. */
  readonly set: string;
  readonly protocol: Protocol;
  /** Whether the same speakers were on both sides, so that the figures do not hold for a new speaker. */
  readonly speakerDependent: boolean;
  /** The order of `confusion` and `emotions`. */
  readonly labels: readonly string[];
  /** Counts of clips, rows are true labels; a clip counts once for each fold that tests it. */
  readonly confusion: Confusion;
  /** 95 % intervals over speakers, see `bootstrapInterval`. */
  readonly interval: { readonly accuracy: Interval; readonly uar: Interval };
  readonly emotions: readonly EmotionScores[];
  readonly speakers: readonly SpeakerScores[];
  readonly folds: readonly FoldResult[];
  /** Training is the sum over folds, which may have run at the same time. */
  readonly seconds: { readonly features: number; readonly training: number };
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** How well one emotion is recognised. */
export interface EmotionScores extends ClassScores {
  readonly label: string;
}

/** How well one speaker's emotions are recognised while the speaker is on the test side. */
export interface SpeakerScores {
  readonly speaker: string;
  readonly clips: number;
  readonly accuracy: number;
  readonly uar: number;
}

/** How one fold went. */
export interface FoldResult extends Scores {
  readonly name: string;
  /** The speakers on the test side. */
  readonly test: readonly string[];
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: number;
  readonly history: History;
  readonly seconds: number;
}

/** The course of a training, one value an epoch. */
export interface History {
  /** Mean training loss. */
  readonly loss: readonly number[];
  /** On the validation side, where there is one; higher is better. */
  readonly validationScore?: readonly number[];
}

/** What to call a result where several stand beside each other. */
export function resultName({ model, set, protocol }: ModelResult): string {
  return `${model}, ${set}, ${protocol}`;
}

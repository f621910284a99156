import type { LabelledClip } from "../datasets/labelled-clips.ts";
import type { Problem } from "../corpora/problem.ts";
import type {
  AllScores,
  ClassAssessment,
  CoveragePoint,
  ScoreName,
} from "../metrics/assessment.ts";
import type { Interval } from "../metrics/bootstrap.ts";
import type { ReliabilityBin } from "../metrics/calibration.ts";
import type { Comparison } from "../metrics/comparison/compare.ts";
import type { Confusion } from "../metrics/confusion.ts";
import type { Scores } from "../metrics/scores.ts";
import type { Calibration } from "../splits/calibration.ts";
import type { CorpusPair } from "../splits/folds.ts";
import type { Protocol } from "../splits/protocols.ts";

/** The result of an evaluation, as `affekt evaluate --json` prints it and the report shows it. */
export interface EvaluationResult {
  /** Affekt's version. */
  readonly version: string;
  /** The date of the evaluation, ISO 8601. */
  readonly date: string;
  /** The first seed, also of the bootstrap intervals. */
  readonly seed: number;
  readonly data: DataSummary;
  readonly models: readonly ModelResult[];
  /** Each pair of models that were tested by the same protocol on the same clips. */
  readonly comparisons: readonly ModelComparison[];
  readonly provenance?: Provenance;
  readonly map?: EmbeddingMap;
  /** Warnings about the data; those about a model are in its result. */
  readonly warnings: readonly string[];
}

/** The data of an evaluation. */
export interface DataSummary {
  /** The names that the user gave. */
  readonly sources: readonly string[];
  /** Known corpora of the clips, such as `ravdess`. */
  readonly corpora: readonly string[];
  /** The number of clips that were used. */
  readonly clips: number;
  /** The number of speakers that are known. */
  readonly speakers: number;
  /** The number of clips of each emotion. */
  readonly emotions: Readonly<Record<string, number>>;
  /** The same by corpus, or by source if there is one corpus. */
  readonly parts: readonly DataPart[];
  /** Of clips, in seconds. */
  readonly duration: Spread & { readonly total: number };
  /** The estimated signal-to-noise ratio of clips in dB; absent where there is no audio, only features. */
  readonly snr?: Spread;
  /** Possible problems of speakers and labels. */
  readonly notes: readonly string[];
  /** Recordings that were not used, with the reasons. */
  readonly leftOut: readonly Problem[];
}

/** A corpus or source of an evaluation. */
export interface DataPart {
  readonly name: string;
  readonly clips: number;
  /** The number of speakers that are known, and of those whose sex is known. */
  readonly speakers: number;
  readonly women: number;
  readonly men: number;
  readonly languages: readonly string[];
  readonly emotions: Readonly<Record<string, number>>;
}

/** The range of numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The origin of a result: command, versions and machine, as far as the platform knows them. */
export interface Provenance {
  /** The command that makes the result again. */
  readonly command?: string;
  /** Versions by name, such as `Node`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The processor and its number of cores. */
  readonly machine?: string;
}

/** A map of the clips in two dimensions: clips with similar features are close. */
export interface EmbeddingMap {
  /** The feature set. */
  readonly set: string;
  readonly method: string;
  readonly points: readonly MapPoint[];
}

/** A clip on a map; the axes have no unit. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
  readonly emotion: string;
  readonly speaker?: string;
  readonly corpus?: string;
  readonly sex?: string;
}

/** Settings by name, as printed text. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/** Scores of predictions, with everything that is derived from them. */
export interface PredictionScores extends AllScores {
  /** Counts of clips; rows are true labels. A clip counts once for each test of it. */
  readonly confusion: Confusion;
  /** 95 % intervals; see `bootstrapInterval`. */
  readonly interval: ScoreIntervals;
  readonly emotions: readonly EmotionScores[];
  readonly speakers: readonly SpeakerScores[];
  /** The bins of a reliability diagram. */
  readonly reliability: readonly ReliabilityBin[];
  /** Accuracy if the model answers only for the clips with the highest confidence. */
  readonly coverage: readonly CoveragePoint[];
  /** Scores of groups of clips, by label. */
  readonly groups: readonly GroupComparison[];
}

/**
 * The result of a model by a protocol. Scores are those of all predictions together: over folds, and over seeds where there are several. Of
 * `cross-corpus` they are those of the folds that train on all other corpora.
 */
export interface ModelResult extends PredictionScores {
  readonly model: string;
  /** The feature set. */
  readonly set: string;
  readonly protocol: Protocol | "test";
  /** Whether the same speakers are on both sides, so that the scores do not hold for a new speaker. */
  readonly speakerDependent: boolean;
  /** The number of clips that the model was adapted to for each test speaker. */
  readonly calibration?: Calibration;
  /** The order of `confusion`, `emotions` and probabilities. */
  readonly labels: readonly string[];
  /** The UAR of guessing: one by the number of emotions. */
  readonly chance: number;
  /** Scores by seed. */
  readonly seeds: readonly SeedScores[];
  readonly folds: readonly FoldResult[];
  /** In the order of the seeds, of the folds and of the clips within each. */
  readonly predictions: readonly ClipPrediction[];
  /** Of `cross-corpus`: scores by training and test corpora. */
  readonly corpora?: readonly CorpusScores[];
  /** The drop of the UAR where a group of features is permuted, largest first. */
  readonly importance?: readonly FeatureImportance[];
  /** Training time is the sum over folds, which may have run at the same time. */
  readonly seconds: { readonly features: number; readonly training: number };
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** 95 % intervals of scores, and what was drawn for them. */
export interface ScoreIntervals extends Readonly<Record<ScoreName, Interval>> {
  /** Clips, if there is one speaker only or speakers are not known. */
  readonly over: "speakers" | "clips";
}

/** The scores of one emotion. */
export interface EmotionScores extends ClassAssessment {
  readonly label: string;
}

/** The scores of one speaker on the test side. */
export interface SpeakerScores {
  readonly speaker: string;
  readonly clips: number;
  readonly accuracy: number;
  readonly uar: number;
}

/** The scores of all folds with one seed. */
export interface SeedScores {
  readonly seed: number;
  readonly accuracy: number;
  readonly uar: number;
}

/** Groups of clips, such as by the speakers' sex. */
export interface GroupComparison {
  /** A label, `duration`, `snr`, or a manifest's own column. */
  readonly by: string;
  /** The emotions that all groups have: their mean recall is the UAR of each group, so that groups are compared on the same emotions. */
  readonly emotions: readonly string[];
  readonly groups: readonly GroupScores[];
  /** The UAR of the best group less that of the worst. It is the larger, the more groups there are. */
  readonly gap: {
    readonly best: string;
    readonly worst: string;
    readonly uar: number;
    readonly interval: Interval;
  };
}

/** The scores of one group of clips. */
export interface GroupScores {
  readonly value: string;
  readonly clips: number;
  readonly speakers: number;
  readonly uar: number;
  readonly accuracy: number;
  readonly interval: { readonly uar: Interval; readonly accuracy: Interval };
}

/** The scores of one corpus by a model of others, over the emotions that both sides have. */
export interface CorpusScores {
  readonly train: readonly string[];
  readonly test: string;
  readonly clips: number;
  readonly speakers: number;
  readonly emotions: readonly string[];
  /** The model answers with any emotion of its training. */
  readonly open: CorpusCell;
  /** The model answers with the emotions of the test, the most probable one of these. */
  readonly shared: CorpusCell;
}

/** UAR and accuracy, with the UAR of guessing. */
export interface CorpusCell {
  readonly uar: number;
  readonly accuracy: number;
  readonly interval: { readonly uar: Interval; readonly accuracy: Interval };
  readonly chance: number;
}

/** The importance of a group of features. */
export interface FeatureImportance {
  readonly features: string;
  readonly columns: number;
  /** The drop of the UAR if their values are exchanged between test clips, as a mean over permutations. */
  readonly drop: number;
  readonly interval: Interval;
}

/** Two models tested by the same protocol, compared on the same clips. */
export interface ModelComparison extends Comparison {
  readonly protocol: string;
  readonly speakerDependent: boolean;
  /** The names by `comparisonName`. */
  readonly first: string;
  readonly second: string;
  /** The unit that is resampled for the interval and exchanged for the permutation test. */
  readonly over: ScoreIntervals["over"];
  /** `p` corrected for the number of comparisons of the protocol, by Holm's method; likewise of McNemar's test. */
  readonly corrected: { readonly p: number; readonly mcnemar: number };
}

/** The result of one fold. */
export interface FoldResult extends Scores {
  readonly seed: number;
  readonly name: string;
  /** The speakers on the test side. */
  readonly test: readonly string[];
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: number;
  readonly history: TrainingHistory;
  readonly seconds: number;
  /** Of `cross-corpus`. */
  readonly corpora?: CorpusPair;
  /** The UAR over inner folds of the training speakers, where it was measured. */
  readonly inner?: number;
  /** The model that was chosen by it, of a nested choice. */
  readonly chosen?: string;
}

/** The prediction for a test clip. */
export interface ClipPrediction {
  readonly seed: number;
  readonly fold: string;
  /** The draw of calibration clips. */
  readonly draw?: number;
  readonly clip: LabelledClip;
  readonly predicted: string;
  /** In the order of the result's labels. */
  readonly probabilities: readonly number[];
}

/** The history of a training, one value per epoch. */
export interface TrainingHistory {
  /** Mean training loss. */
  readonly loss: readonly number[];
  /** On the validation side, if there is one; higher is better. */
  readonly validationScore?: readonly number[];
}

/** The name of a result where several stand beside each other. */
export function resultName({ model, set, protocol }: ModelResult): string {
  return namesOf(model, set, protocol);
}

/** The name of a result among those of one protocol: the model, with its feature set where there are several. */
export function comparisonName(
  { model, set }: ModelResult,
  models: readonly ModelResult[],
): string {
  return new Set(models.map((one) => one.set)).size > 1 ? namesOf(model, set) : model;
}

/** Names one after the other; a model that is called as its feature set is named once. */
function namesOf(...names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}

import { STATE_REASONS } from "../audio/level.ts";
import type { Augmentation } from "../augmentation/augmentation.ts";
import { AffektError } from "../errors.ts";
import type { ExtractedClip } from "../features/extraction/extract.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { DEFAULT_CLIP_SECONDS, stackClips } from "../features/extraction/stack-clips.ts";
import type { Matrix } from "../math/matrix.ts";
import { sortEmotions } from "../corpora/emotions.ts";
import type { SplitClip } from "../splits/folds.ts";
import { type KnownRecording, speakerId } from "../corpora/recording.ts";
import type { Refusal } from "./refusal.ts";

/** One recording with its features. */
export interface FeatureRow<Values = Float32Array> extends KnownRecording, ExtractedClip<Values> {}

/** The features of many recordings. */
export interface FeatureTable<Values = Float32Array> {
  readonly set: FeatureSet;
  /** In the order of the recordings. */
  readonly rows: readonly FeatureRow<Values>[];
  /** How the rows' copies were made, where they have any. */
  readonly augmentation?: Augmentation;
  /** Recordings that could not be read. */
  readonly failed: readonly Refusal[];
  /** What reading and extraction took, by the clock. */
  readonly seconds: number;
}

/** Clips to learn from or to test on: one row of X, one label and one entry of `clips` each. */
export interface LabelledClips {
  /** The features in X. */
  readonly set: FeatureSet;
  readonly X: Matrix;
  /** To what length sequences were brought. */
  readonly clipSeconds: number;
  readonly y: readonly string[];
  readonly clips: readonly SplitClip[];
  /** To learn from besides the clips. */
  readonly augmented?: AugmentedClips;
  /** The emotions that occur, in their usual order. */
  readonly labels: readonly string[];
  /** Recordings that are not among them, and why. */
  readonly leftOut: readonly Refusal[];
  /** What reading and extraction took, by the clock. */
  readonly featureSeconds: number;
}

/** Augmented copies of clips; they are no clips of their own, so that no split can put them on another side than their source. */
export interface AugmentedClips {
  /** How they were made. */
  readonly augmentation: Augmentation;
  readonly X: Matrix;
  /** Of which clip each row of X is a copy. */
  readonly sources: readonly number[];
}

/** What labelled clips are to be. */
export interface LabelledClipsOptions {
  /** To what length sequences are cropped or padded; default 3. */
  readonly clipSeconds?: number;
}

/** The clips of a table that can be learned from or tested on: labelled, long and loud enough. Errors: `bad-data` where there are none. */
export function labelledClips(
  { set, rows, augmentation, failed, seconds }: FeatureTable,
  { clipSeconds = DEFAULT_CLIP_SECONDS }: LabelledClipsOptions = {},
): LabelledClips {
  const leftOut: Refusal[] = [...failed];
  const used: FeatureRow[] = [];
  const clips: SplitClip[] = [];
  for (const row of rows) {
    const id = speakerId(row);
    const reason = unfitFor(row, id);
    if (reason !== undefined || row.emotion === undefined || id === undefined) {
      leftOut.push({ file: row.path, reason: reason ?? "unlabelled" });
      continue;
    }
    used.push(row);
    clips.push({
      emotion: row.emotion,
      speakerId: id,
      contentHash: row.samplesHash,
      ...(row.corpus !== undefined && { corpus: row.corpus }),
      ...(row.speaker !== undefined && { speaker: row.speaker }),
    });
  }
  if (used.length === 0) throw nothingUsable(leftOut);
  const y = clips.map(({ emotion }) => emotion);
  return {
    set,
    X: stackClips(
      used.map(({ values }) => values),
      set,
      clipSeconds,
    ),
    clipSeconds,
    y,
    clips,
    ...(augmentation && { augmented: augmentedClips(used, set, clipSeconds, augmentation) }),
    labels: sortEmotions(y),
    leftOut,
    featureSeconds: seconds,
  };
}

function augmentedClips(
  clips: readonly FeatureRow[],
  set: FeatureSet,
  clipSeconds: number,
  augmentation: Augmentation,
): AugmentedClips {
  const copies = clips.flatMap(({ copies = [] }, source) =>
    copies.map((values) => ({ source, values })),
  );
  return {
    augmentation,
    X: stackClips(
      copies.map(({ values }) => values),
      set,
      clipSeconds,
    ),
    sources: copies.map(({ source }) => source),
  };
}

function unfitFor({ emotion, state }: FeatureRow, id: string | undefined): string | undefined {
  if (emotion === undefined) return "its emotion is not known";
  if (id === undefined) return "its speaker is not known";
  return state === "ok" ? undefined : STATE_REASONS[state];
}

function nothingUsable(leftOut: readonly Refusal[]): AffektError {
  const [last] = leftOut.slice(-1);
  const found = last === undefined ? "" : `, such as ${last.file}: ${last.reason}`;
  return new AffektError(
    "bad-data",
    `none of the ${leftOut.length} recordings can be learned from or tested on${found}; emotion and speaker are taken from a manifest (path,emotion,speaker) or from names as the corpora have them`,
  );
}

import { stateReason } from "../audio/level.ts";
import type { Augmentation } from "../augmentation/augmentation.ts";
import { sortEmotions } from "../corpora/emotions.ts";
import { type Labels, labelsOf, speakerId } from "../corpora/labels.ts";
import type { Problem } from "../corpora/problem.ts";
import type { RecordingIdentity } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import { groupTakes } from "../features/extraction/group-takes.ts";
import { DEFAULT_CLIP_SECONDS, stackClips } from "../features/extraction/stack-clips.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import type { SplitClip } from "../splits/folds.ts";
import type { FeatureRow, FeatureTable } from "./feature-table.ts";

/** All that is known of a labelled clip but its features. */
export interface LabelledClip extends SplitClip, Labels, Pick<RecordingIdentity, "columns"> {
  readonly emotion: string;
  /** The source and the path within it. */
  readonly source: string;
  readonly path: string;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** The estimated signal-to-noise ratio; absent where there is no audio, only features. */
  readonly snrDb?: number;
  readonly samplesHash: string;
}

/** Clips to learn from or to test on. */
export interface LabelledClips {
  readonly set: FeatureSet;
  /** The features: [clips, columns], or sequences of one length. */
  readonly X: Matrix;
  /** The length to which sequences were cropped or padded. */
  readonly clipSeconds: number;
  /** The emotion of each clip. */
  readonly y: readonly string[];
  readonly clips: readonly LabelledClip[];
  readonly augmented?: AugmentedClips;
  /** The emotions that occur, in the order of the common vocabulary. */
  readonly labels: readonly string[];
  /** Recordings that are not used, with the reasons. */
  readonly leftOut: readonly Problem[];
  /** Notes about the clips, such as duplicates and unknown speakers. */
  readonly warnings: readonly string[];
  /** The time that reading and extraction took. */
  readonly featureSeconds: number;
}

/** Augmented copies of clips. They are not clips, so no split can put one on another side than its source. */
export interface AugmentedClips {
  readonly augmentation: Augmentation;
  readonly X: Matrix;
  /** The index of each row's clip. */
  readonly sources: readonly number[];
}

/** Options of `labelledClips`. */
export interface LabelledClipsOptions {
  /** The length to which sequences are cropped or padded; default 3. */
  readonly clipSeconds?: number | undefined;
}

/**
 * The clips of a table that can be learned from or tested on: those with an emotion that are neither silent nor too short.
 * @throws {AffektError} `bad-data` if there are none.
 */
export function labelledClips(
  { set, rows, augmentation, failed, seconds }: FeatureTable,
  { clipSeconds = DEFAULT_CLIP_SECONDS }: LabelledClipsOptions = {},
): LabelledClips {
  const reasons = rows.map(unfitFor);
  const used = rows.filter((_, i) => reasons[i] === undefined);
  const leftOut = [
    ...failed,
    ...rows.flatMap(({ source, path }, i) =>
      reasons[i] === undefined ? [] : [{ source, path, reason: reasons[i] }],
    ),
  ];
  if (used.length === 0) throw nothingUsable(leftOut);
  const takes = groupTakes(used);
  const clips = used.map((row, i) => clipOf(row, takes[i]!));
  const y = clips.map(({ emotion }) => emotion);
  const stack = (values: readonly Float32Array[]): Matrix => stackClips(values, set, clipSeconds);
  return {
    set,
    X: stack(used.map(({ values }) => values)),
    clipSeconds,
    y,
    clips,
    ...(augmentation && { augmented: augmentedClips(used, augmentation, stack) }),
    labels: sortEmotions(y),
    leftOut,
    warnings: [...warnDuplicates(clips), ...warnSpeakers(clips)],
    featureSeconds: seconds,
  };
}

function clipOf(row: FeatureRow, take: number): LabelledClip {
  const { source, path, columns, startSeconds, durationSeconds, snrDb, samplesHash } = row;
  const id = speakerId(row);
  return {
    ...labelsOf(row),
    emotion: row.emotion!,
    ...(id !== undefined && { speakerId: id }),
    take: String(take),
    samplesHash,
    source,
    path,
    ...(columns && { columns }),
    startSeconds,
    durationSeconds,
    ...(snrDb !== undefined && { snrDb }),
  };
}

function augmentedClips(
  rows: readonly FeatureRow[],
  augmentation: Augmentation,
  stack: (values: readonly Float32Array[]) => Matrix,
): AugmentedClips {
  const copies = rows.flatMap(({ augmented = [] }, source) =>
    augmented.map((values) => ({ source, values })),
  );
  return {
    augmentation,
    X: stack(copies.map(({ values }) => values)),
    sources: copies.map(({ source }) => source),
  };
}

function unfitFor({ emotion, state, warnings }: FeatureRow): string | undefined {
  if (emotion === undefined) return "its emotion is not known";
  return state === "ok" ? undefined : stateReason(state, warnings);
}

function nothingUsable(leftOut: readonly Problem[]): AffektError {
  const last = leftOut.at(-1);
  const example = last === undefined ? "" : `, such as ${last.path}: ${last.reason}`;
  return new AffektError(
    "bad-data",
    `none of the ${leftOut.length} recordings can be learned from or tested on${example}; labels come from a manifest (path,emotion,speaker), from file names as the corpora have them, from folders named for emotions, or by --pattern`,
  );
}

/** A line about takes that occur in several files. */
function warnDuplicates(clips: readonly LabelledClip[]): string[] {
  const byTake = new Map<string, Map<string, LabelledClip>>();
  for (const clip of clips) {
    const files = byTake.get(clip.take) ?? new Map<string, LabelledClip>();
    byTake.set(clip.take, files.set(`${clip.source}/${clip.path}`, clip));
  }
  const duplicates = [...byTake.values()].filter(({ size }) => size > 1);
  if (duplicates.length === 0) return [];
  const [first, second] = duplicates[0]!.values();
  const files = duplicates.reduce((sum, { size }) => sum + size, 0);
  return [
    `${files} files hold ${duplicates.length} ${duplicates.length === 1 ? "take" : "takes"}, such as ${first!.path} and ${second!.path}: a take stays on one side of every split`,
  ];
}

function warnSpeakers(clips: readonly LabelledClip[]): string[] {
  const unknown = clips.filter((clip) => clip.speakerId === undefined).length;
  if (unknown === 0) return [];
  const which =
    unknown === clips.length ? "no speaker is" : `the speakers of ${unknown} clips are not`;
  return [
    `${which} known: scores for new speakers cannot be measured${unknown === clips.length ? "" : " with these clips"}`,
  ];
}

import { AffektError } from "../errors.ts";
import { Random } from "../math/random.ts";

/** What splitting needs to know of a clip. */
export interface SplitClip {
  readonly emotion: string;
  /** Tells speakers apart across corpora. */
  readonly speakerId: string;
  /** Such as `ravdess`. */
  readonly corpus?: string;
  /** The speaker's name within the corpus, such as `07`. */
  readonly speaker?: string;
  /** A hash of the decoded samples: equal for clips that hold the same audio. */
  readonly contentHash: string;
}

/** One division of clips; clips are known by their index. */
export interface Fold {
  readonly name: string;
  readonly train: readonly number[];
  /** Augmented copies of training clips, which are learned from, too: by their index among all copies. */
  readonly copies?: readonly number[];
  /** For early stopping and tuning; taken out of the training side. */
  readonly validation?: readonly number[];
  readonly test: readonly number[];
  /** Who is heard on the test side, by name, sorted. */
  readonly testSpeakers: readonly string[];
}

/**
 * What to call each speaker, by `speakerId`: the name within the corpus, or the id itself for all
 * where two corpora share a name.
 */
export function speakerNames(clips: readonly SplitClip[]): Map<string, string> {
  const names = new Map(
    clips.map(({ speakerId, speaker }) => [speakerId, speaker ?? speakerId] as const),
  );
  const unique = new Set(names.values()).size === names.size;
  return unique ? names : new Map([...names.keys()].map((id) => [id, id]));
}

let collator: Intl.Collator | undefined;

/** Orders names for reading: `2` before `10`. */
export function byName(a: string, b: string): number {
  // made at the first use: it takes longer than all other modules need to load
  collator ??= new Intl.Collator("en", { numeric: true });
  return collator.compare(a, b);
}

/** The clips of `side` whose audio is not among that of `other`. */
export function withoutSharedAudio(
  side: readonly number[],
  other: readonly number[],
  clips: readonly SplitClip[],
): number[] {
  const hashes = new Set(other.map((i) => clips[i]!.contentHash));
  return side.filter((i) => !hashes.has(clips[i]!.contentHash));
}

/**
 * Moves `count` speakers, drawn by `seed`, from the training side to a validation side; clips that would
 * remain in training with the same audio as a validation clip are dropped.
 * Errors: `invalid-argument` for a count that is not a positive integer, `bad-data` where no training speaker would be left.
 */
export function takeValidationSpeakers(
  train: readonly number[],
  clips: readonly SplitClip[],
  count: number,
  seed: number,
): { train: number[]; validation: number[] } {
  if (!Number.isInteger(count) || count < 1) {
    throw new AffektError(
      "invalid-argument",
      `validation speakers: must be an integer of at least 1, got ${count}`,
    );
  }
  const speakers = [...new Set(train.map((i) => clips[i]!.speakerId))].sort();
  if (count >= speakers.length) {
    throw new AffektError(
      "bad-data",
      `validation speakers: ${count} asked for, but the training side has ${speakers.length} and one must be left to train on; ask for fewer`,
    );
  }
  const chosen = new Set(new Random(seed).shuffle(speakers).slice(0, count));
  const validation = train.filter((i) => chosen.has(clips[i]!.speakerId));
  const rest = train.filter((i) => !chosen.has(clips[i]!.speakerId));
  return { train: withoutSharedAudio(rest, validation, clips), validation };
}

/** A fold whose training side also has the copies of its clips; `sources` tells of which clip each copy is. */
export function withCopies(fold: Fold, sources: readonly number[]): Fold {
  const trained = new Set(fold.train);
  return { ...fold, copies: [...sources.keys()].filter((copy) => trained.has(sources[copy]!)) };
}

/**
 * Makes sure that no two sides of a fold share audio or, unless `speakerDependent`, a speaker; a copy counts as the clip that it is made of,
 * which `sources` tells. Errors: `bad-data`, naming the fold and what is shared.
 */
export function assertNoLeak(
  fold: Fold,
  clips: readonly SplitClip[],
  speakerDependent: boolean,
  sources: readonly number[] = [],
): void {
  const copied = (fold.copies ?? []).map((copy) => sources[copy]!);
  const sides = [
    ["training", [...fold.train, ...copied]],
    ["validation", fold.validation ?? []],
    ["test", fold.test],
  ] as const;
  for (const [s, [name, side]] of sides.entries()) {
    for (const [otherName, other] of sides.slice(s + 1)) {
      const shared = firstShared(side, other, clips, speakerDependent);
      if (shared === undefined) continue;
      throw new AffektError(
        "bad-data",
        `fold ${fold.name}: ${shared} is on the ${name} side and on the ${otherName} side; its figures would be too good`,
      );
    }
  }
}

function firstShared(
  side: readonly number[],
  other: readonly number[],
  clips: readonly SplitClip[],
  speakerDependent: boolean,
): string | undefined {
  const hashes = new Set(side.map((i) => clips[i]!.contentHash));
  const speakers = new Set(side.map((i) => clips[i]!.speakerId));
  for (const i of other) {
    const { contentHash, speakerId } = clips[i]!;
    if (!speakerDependent && speakers.has(speakerId)) return `speaker ${speakerId}`;
    if (hashes.has(contentHash)) return `the audio of clip ${i} (speaker ${speakerId})`;
  }
  return undefined;
}

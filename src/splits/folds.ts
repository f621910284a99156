import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";

/** A clip as splits see it. */
export interface SplitClip {
  readonly emotion: string;
  /** Identifies the speaker across corpora; absent where the speaker is not known. */
  readonly speakerId?: string;
  /** Such as `ravdess`. */
  readonly corpus?: string;
  /** The speaker's name within the corpus, such as `07`. */
  readonly speaker?: string;
  /** The name of the source that the user gave. */
  readonly source?: string;
  /** The same for clips that hold the same take, in whatever encoding. */
  readonly take: string;
}

/** The corpora on the sides of a fold of `cross-corpus`. */
export interface CorpusPair {
  readonly train: readonly string[];
  readonly test: string;
  /** Whether all other corpora train. */
  readonly isComplete: boolean;
}

/** One division of clips into sides, which hold the clips' indices. */
export interface Fold {
  readonly name: string;
  readonly train: readonly number[];
  /** The indices of the augmented copies that belong to the training side. */
  readonly augmented?: readonly number[];
  /** For early stopping and tuning. */
  readonly validation?: readonly number[];
  readonly test: readonly number[];
  /** Clips of the test speakers to which a model is adapted without their labels; never tested. */
  readonly calibration?: readonly number[];
  /** The names of the speakers on the test side, sorted. */
  readonly testSpeakers: readonly string[];
  /** Of `cross-corpus`. */
  readonly corpora?: CorpusPair;
}

/** The name of each speaker, by `speakerId`: the name within the corpus, or the id itself for all where two corpora share a name. */
export function speakerNames(clips: readonly SplitClip[]): Map<string, string> {
  const names = new Map(
    clips.flatMap(({ speakerId, speaker }) =>
      speakerId === undefined ? [] : [[speakerId, speaker ?? speakerId] as const],
    ),
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

/** The clips of `side` whose takes are not in `other`. */
export function withoutSharedTakes(
  side: readonly number[],
  other: readonly number[],
  clips: readonly SplitClip[],
): number[] {
  const takes = new Set(other.map((i) => clips[i]!.take));
  return side.filter((i) => !takes.has(clips[i]!.take));
}

/**
 * Moves `count` speakers, drawn by `seed`, from the training side to a validation side. Clips that would remain in training with the same
 * take as a validation clip are dropped.
 * @throws {AffektError} `invalid-argument` for a count that is not a positive integer; `bad-data` where no training speaker would be left,
 * or where speakers are not known.
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
  const known = train.map((i) => clips[i]!.speakerId);
  const speakers = [...new Set(known.filter((one) => one !== undefined))].sort();
  if (known.includes(undefined)) {
    throw new AffektError(
      "bad-data",
      "validation speakers: the speakers of some clips are not known, so none can be held out",
    );
  }
  if (count >= speakers.length) {
    throw new AffektError(
      "bad-data",
      `validation speakers: ${count} asked for, but the training side has ${speakers.length} and one must be left to train on; ask for fewer`,
    );
  }
  const chosen = new Set(new Random(seed).shuffle(speakers).slice(0, count));
  const isChosen = (i: number): boolean => chosen.has(clips[i]!.speakerId!);
  const validation = train.filter(isChosen);
  const rest = train.filter((i) => !isChosen(i));
  return { train: withoutSharedTakes(rest, validation, clips), validation };
}

/** A fold with the augmented copies of its training clips; `sources` holds the clip of each copy. */
export function withAugmented(fold: Fold, sources: readonly number[]): Fold {
  const trained = new Set(fold.train);
  return { ...fold, augmented: [...sources.keys()].filter((copy) => trained.has(sources[copy]!)) };
}

/**
 * The leak guard: no two sides of a fold share a take or, unless `speakerDependent`, a speaker; calibration and test clips share speakers,
 * but no take. An augmented copy counts as its source, which `sources` holds.
 * @throws {AffektError} `bad-data`, naming the fold and what is shared.
 */
export function assertNoLeak(
  fold: Fold,
  clips: readonly SplitClip[],
  speakerDependent: boolean,
  sources: readonly number[] = [],
): void {
  const copied = (fold.augmented ?? []).map((copy) => sources[copy]!);
  const sides = [
    ["training", [...fold.train, ...copied]],
    ["validation", fold.validation ?? []],
    ["calibration", fold.calibration ?? []],
    ["test", fold.test],
  ] as const;
  for (const [s, [name, side]] of sides.entries()) {
    for (const [otherName, other] of sides.slice(s + 1)) {
      const maySpeak = speakerDependent || (name === "calibration" && otherName === "test");
      const shared = firstShared(side, other, clips, maySpeak);
      if (shared === undefined) continue;
      throw new AffektError(
        "bad-data",
        `fold ${fold.name}: ${shared} is on the ${name} side and on the ${otherName} side; its scores would be too good`,
      );
    }
  }
}

function firstShared(
  side: readonly number[],
  other: readonly number[],
  clips: readonly SplitClip[],
  maySpeak: boolean,
): string | undefined {
  const takes = new Set(side.map((i) => clips[i]!.take));
  const speakers = new Set(side.map((i) => clips[i]!.speakerId));
  for (const i of other) {
    const { take, speakerId } = clips[i]!;
    const isKnown = speakerId !== undefined;
    if (!maySpeak && isKnown && speakers.has(speakerId)) return `speaker ${speakerId}`;
    if (takes.has(take)) return `the take of clip ${i}${isKnown ? ` (speaker ${speakerId})` : ""}`;
  }
  return undefined;
}

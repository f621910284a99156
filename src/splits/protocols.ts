import { groupBy } from "../group-by.ts";
import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
import { type CorpusSides, corpusNames, crossCorpusSides } from "./cross-corpus.ts";
import {
  assertNoLeak,
  byName,
  speakerNames,
  withoutSharedTakes,
  type Fold,
  type SplitClip,
} from "./folds.ts";
import { ACTOR_PROTOCOLS, actorSides, isWholeRavdess } from "./ravdess-actors.ts";
import { groupSides, leaveOneOutSides, type SpeakerSides } from "./speaker-sides.ts";

/**
 * The protocols: divisions of clips into training and test sides.
 *
 * - `random`: three stratified splits over clips, a quarter of each emotion for testing; the same speakers on both sides.
 * - `loso`: leave one speaker out, a fold a speaker.
 * - `emobox-6`, `luna-5`: published folds of RAVDESS' actors.
 * - `fixed`: RAVDESS' actors 21–24 for testing, 16 17 19 20 for development (the fold's `validation`), the others for training.
 * - `group-k`: k folds of speakers (scikit-learn's `GroupKFold`), of about as many clips each.
 * - `cross-corpus`: each corpus is tested with models of all others together, and of each other one.
 */
export const PROTOCOLS = ["random", "loso", ...ACTOR_PROTOCOLS, "group-k", "cross-corpus"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** The folds of a protocol. */
export interface Split {
  readonly protocol: Protocol;
  /** Whether the same speakers are on both sides, so that the scores do not hold for a new speaker. */
  readonly speakerDependent: boolean;
  readonly folds: readonly Fold[];
  /** Emotions that some folds cannot learn, absent actors, clips left out. */
  readonly warnings: readonly string[];
}

/** Options of `splitClips`. */
export interface SplitOptions {
  /** Default: as `defaultProtocol`. */
  readonly protocol?: Protocol | undefined;
  /** Default 0. `random` and `group-k` draw by it. */
  readonly seed?: number | undefined;
  /** The number of folds of `group-k`, from 2; default 5, or one per speaker if there are fewer. */
  readonly folds?: number | undefined;
  /** The corpora that `cross-corpus` tests on; default all. */
  readonly testOn?: readonly string[] | undefined;
}

/** The protocol to use unless another is asked for: `emobox-6` for RAVDESS with all its actors, else `group-k`. */
export function defaultProtocol(clips: readonly SplitClip[]): Protocol {
  return isWholeRavdess(clips) ? "emobox-6" : "group-k";
}

/**
 * Divides clips by a protocol. Clips of the same take stay on one side: `random` moves them together; where a protocol puts speakers
 * with the same take on two sides, the clip is tested and dropped from training. Every fold has passed `assertNoLeak`.
 * @throws {AffektError} `bad-data` where the emotions, speakers or actors do not allow the protocol; `invalid-argument` for `folds`.
 */
export function splitClips(
  clips: readonly SplitClip[],
  { protocol = defaultProtocol(clips), seed = 0, folds: groups, testOn }: SplitOptions = {},
): Split {
  const emotions = new Set(clips.map(({ emotion }) => emotion));
  if (emotions.size < 2) {
    throw new AffektError(
      "bad-data",
      `${protocol}: at least two emotions are needed, found ${clips.length} clips of ${[...emotions].join() || "none"}`,
    );
  }
  const speakerDependent = protocol === "random";
  const warnings: string[] = [];
  const folds = foldsOf(clips, { protocol, seed, folds: groups, testOn }, warnings);
  for (const fold of folds) {
    assertNoLeak(fold, clips, speakerDependent);
    warnings.push(...missingEmotions(fold, clips));
  }
  return { protocol, speakerDependent, folds, warnings };
}

interface FoldsOptions {
  readonly protocol: Protocol;
  readonly seed: number;
  readonly folds: number | undefined;
  readonly testOn: readonly string[] | undefined;
}

function foldsOf(
  clips: readonly SplitClip[],
  { protocol, seed, folds, testOn }: FoldsOptions,
  warnings: string[],
): Fold[] {
  const random = new Random(seed);
  if (protocol === "random") return randomFolds(clips, random);
  if (protocol === "cross-corpus") {
    const sides = crossCorpusSides(clips, { testOn, folds: folds ?? DEFAULT_FOLDS, random });
    warnings.push(...untestedEmotions(clips, sides));
    return sides.map((own) => corpusFold(clips, own, warnings));
  }
  return speakerSides(clips, { protocol, seed, folds }, warnings).map((sides) =>
    speakerFold(clips, sides, warnings),
  );
}

const RANDOM_SPLITS = 3;
const RANDOM_TEST_SHARE = 0.25;

function randomFolds(clips: readonly SplitClip[], random: Random): Fold[] {
  const sameTake = groupBy(clips.keys(), (i) => clips[i]!.take).values();
  const strata = [...groupBy(sameTake, ([i]) => clips[i!]!.emotion).values()];
  return Array.from({ length: RANDOM_SPLITS }, (_, split) => {
    const train: number[] = [];
    const test: number[] = [];
    for (const stratum of strata) {
      let wanted = Math.round(stratum.flat().length * RANDOM_TEST_SHARE);
      for (const unit of random.shuffle([...stratum])) {
        const tested = unit.length <= wanted;
        (tested ? test : train).push(...unit);
        if (tested) wanted -= unit.length;
      }
    }
    if (test.length === 0) {
      throw new AffektError(
        "bad-data",
        `random: ${clips.length} different clips are too few to test on a quarter of each emotion; add recordings`,
      );
    }
    const sides = { train: train.sort((a, b) => a - b), test: test.sort((a, b) => a - b) };
    return makeFold(`split ${split + 1}`, clips, sides);
  });
}

interface SidesOptions {
  readonly protocol: Exclude<Protocol, "random" | "cross-corpus">;
  readonly seed: number;
  readonly folds: number | undefined;
}

function speakerSides(
  clips: readonly SplitClip[],
  { protocol, seed, folds }: SidesOptions,
  warnings: string[],
): SpeakerSides[] {
  const names = speakerNames(clips);
  if (names.size < 2) {
    const found =
      names.size === 0 ? "no speaker is known" : `found only ${[...names.values()].join()}`;
    throw new AffektError(
      "bad-data",
      `${protocol}: testing on new speakers needs at least two, ${found}; name the speakers (a manifest's column speaker, or --pattern), or use --protocol random`,
    );
  }
  const unknown = clips.filter((clip) => clip.speakerId === undefined).length;
  if (unknown > 0) {
    warnings.push(`${unknown} clips are in no fold, because their speakers are not known`);
  }
  if (protocol === "loso") return leaveOneOutSides(names);
  if (protocol !== "group-k") return actorSides(clips, protocol, warnings);
  const count = folds ?? Math.min(DEFAULT_FOLDS, names.size);
  if (folds === undefined && count < DEFAULT_FOLDS) {
    warnings.push(`group-k: ${count} folds, one a speaker`);
  }
  return groupSides(clips, count, new Random(seed));
}

const DEFAULT_FOLDS = 5;

function speakerFold(
  clips: readonly SplitClip[],
  { name, test: testIds, validation: validationIds }: SpeakerSides,
  warnings: string[],
): Fold {
  const known = [...clips.keys()].filter((i) => clips[i]!.speakerId !== undefined);
  const where = (ids: ReadonlySet<string>): number[] =>
    known.filter((i) => ids.has(clips[i]!.speakerId!));
  const test = where(testIds);
  const validation = withoutSharedTakes(where(validationIds), test, clips);
  const others = known.filter(
    (i) => !testIds.has(clips[i]!.speakerId!) && !validationIds.has(clips[i]!.speakerId!),
  );
  const train = withoutHeldOut(name, others, [...test, ...validation], clips, warnings);
  return makeFold(
    name,
    clips,
    validation.length > 0 ? { train, validation, test } : { train, test },
  );
}

function corpusFold(
  clips: readonly SplitClip[],
  { name, corpora, train: others, test }: CorpusSides,
  warnings: string[],
): Fold {
  const train = withoutHeldOut(name, others, test, clips, warnings);
  return { ...makeFold(name, clips, { train, test }), corpora };
}

/** The training clips whose takes are not held out. */
function withoutHeldOut(
  name: string,
  others: readonly number[],
  held: readonly number[],
  clips: readonly SplitClip[],
  warnings: string[],
): number[] {
  const train = withoutSharedTakes(others, held, clips);
  if (train.length === 0) {
    throw new AffektError(
      "bad-data",
      `fold ${name}: no training clips are left once those with the test clips' takes are dropped; check the recordings for duplicates`,
    );
  }
  if (train.length < others.length) {
    warnings.push(
      `fold ${name}: ${others.length - train.length} training clips dropped, their takes are also held out under another speaker`,
    );
  }
  return train;
}

/** A warning for each corpus with clips of emotions that no other corpus has. */
function untestedEmotions(clips: readonly SplitClip[], sides: readonly CorpusSides[]): string[] {
  const names = corpusNames(clips);
  const tested = new Set(sides.flatMap(({ test }) => test));
  return [...new Set(sides.map(({ corpora }) => corpora.test))].flatMap((corpus) => {
    const left = [...clips.keys()].filter((i) => names[i] === corpus && !tested.has(i));
    if (left.length === 0) return [];
    const emotions = [...new Set(left.map((i) => clips[i]!.emotion))].join(", ");
    return [
      `cross-corpus: ${left.length} clips of ${corpus} are not tested, as no other corpus has their emotions (${emotions})`,
    ];
  });
}

function makeFold(
  name: string,
  clips: readonly SplitClip[],
  sides: Pick<Fold, "train" | "validation" | "test">,
): Fold {
  const names = speakerNames(clips);
  const heard = new Set(sides.test.flatMap((i) => names.get(clips[i]!.speakerId ?? "") ?? []));
  return { name, ...sides, testSpeakers: [...heard].sort(byName) };
}

/** A warning for each emotion that is tested but not trained. */
function missingEmotions({ name, train, test }: Fold, clips: readonly SplitClip[]): string[] {
  const learnt = new Set(train.map((i) => clips[i]!.emotion));
  const tested = groupBy(test, (i) => clips[i]!.emotion);
  return [...tested]
    .filter(([emotion]) => !learnt.has(emotion))
    .map(
      ([emotion, { length }]) =>
        `fold ${name}: no training clip is ${emotion}, so its ${length} test clips cannot be recognised`,
    );
}

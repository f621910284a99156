import { AffektError } from "../errors.ts";
import type { Random } from "../math/statistics/random.ts";
import type { CorpusPair, SplitClip } from "./folds.ts";
import { groupSides } from "./speaker-sides.ts";

/** A fold of `cross-corpus` before clips are chosen: what it trains and tests on. */
export interface CorpusSides {
  readonly name: string;
  readonly corpora: CorpusPair;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Options of `crossCorpusSides`. */
export interface CrossCorpusOptions {
  /** The corpora to test on; default all. */
  readonly testOn?: readonly string[] | undefined;
  /** The number of folds where corpora share speakers. */
  readonly folds: number;
  readonly random: Random;
}

/**
 * The corpus of each clip: its corpus, or its source where the corpus is not known or all clips are of one.
 * `undefined` where a clip has neither.
 */
export function corpusNames(clips: readonly SplitClip[]): (string | undefined)[] {
  const names = clips.map(({ corpus, source }) => corpus ?? source);
  return new Set(names).size > 1 ? names : clips.map(({ source }) => source);
}

/**
 * Each corpus as the test side of folds that train on each other one and, where there are several, on all others together; those with
 * all others come first. A test side holds the clips of the emotions that the training side has. Where two corpora share speakers, as RAVDESS'
 * speech and song do, a pair has several folds of speakers, who train in none that tests them.
 * @throws {AffektError} `bad-data` for fewer than two corpora, or a pair without two common emotions; `invalid-argument` for `testOn`.
 */
export function crossCorpusSides(
  clips: readonly SplitClip[],
  options: CrossCorpusOptions,
): CorpusSides[] {
  const names = corpusNames(clips);
  const corpora = [...new Set(names)];
  if (corpora.length < 2 || corpora.includes(undefined)) {
    throw new AffektError(
      "bad-data",
      `cross-corpus: needs clips of at least two corpora or sources, found ${corpora.map((one) => one ?? "clips of an unknown one").join(", ") || "none"}`,
    );
  }
  const known = corpora as readonly string[];
  const { testOn = known } = options;
  for (const name of testOn) {
    if (known.includes(name)) continue;
    throw new AffektError(
      "invalid-argument",
      `cross-corpus: there is no corpus ${name} to test on, found ${known.join(", ")}`,
    );
  }
  const clipsOf = new Map(
    known.map((name) => [name, [...clips.keys()].filter((i) => names[i] === name)]),
  );
  const pairs = testOn.map((test) => {
    const others = known.filter((name) => name !== test);
    return { test, all: others, single: others.length > 1 ? others : [] };
  });
  return [
    ...pairs.map(({ test, all }): CorpusPair => ({ train: all, test, isComplete: true })),
    ...pairs.flatMap(({ test, single }) =>
      single.map((train): CorpusPair => ({ train: [train], test, isComplete: false })),
    ),
  ].flatMap((pair) => pairSides(clips, pair, clipsOf, options));
}

function pairSides(
  clips: readonly SplitClip[],
  pair: CorpusPair,
  clipsOf: ReadonlyMap<string, readonly number[]>,
  { folds, random }: CrossCorpusOptions,
): CorpusSides[] {
  const train = pair.train.flatMap((name) => clipsOf.get(name)!);
  const emotions = new Set(train.map((i) => clips[i]!.emotion));
  const test = clipsOf.get(pair.test)!.filter((i) => emotions.has(clips[i]!.emotion));
  const shared = new Set(test.map((i) => clips[i]!.emotion));
  const name = `${pair.train.join(" + ")} → ${pair.test}`;
  if (shared.size < 2) {
    throw new AffektError(
      "bad-data",
      `cross-corpus: ${name} have ${shared.size === 0 ? "no emotion" : `only ${[...shared].join()}`} in common, at least two are needed`,
    );
  }
  const trained = new Set(train.map((i) => clips[i]!.speakerId));
  const common = new Set(
    test.flatMap((i) => clips[i]!.speakerId ?? []).filter((id) => trained.has(id)),
  );
  if (common.size === 0) return [{ name, corpora: pair, train, test }];
  const speakers = new Set(test.flatMap((i) => clips[i]!.speakerId ?? []));
  const groups =
    speakers.size === 1
      ? [{ name: "1", test: speakers }]
      : groupSides(
          test.map((i) => clips[i]!),
          Math.min(folds, speakers.size),
          random,
        );
  const isOf = (ids: ReadonlySet<string>, i: number): boolean => ids.has(clips[i]!.speakerId ?? "");
  return groups.map((sides) => ({
    name: `${name}, ${sides.name}`,
    corpora: pair,
    test: test.filter((i) => isOf(sides.test, i)),
    train: train.filter((i) => !isOf(sides.test, i)),
  }));
}

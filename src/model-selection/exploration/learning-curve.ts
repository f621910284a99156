import { groupBy } from "../../group-by.ts";
import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import type { Candidate } from "../../evaluation/candidate.ts";
import type { FoldJobs } from "../../evaluation/fold-job.ts";
import { modelResult } from "../../evaluation/model-result.ts";
import { planRuns, type Run } from "../../evaluation/plan-runs.ts";
import { runFolds } from "../../evaluation/run-folds.ts";
import { Random } from "../../math/statistics/random.ts";
import type { Interval } from "../../metrics/bootstrap.ts";
import type { Pool } from "../../parallel/pool.ts";
import { assertNoLeak, type Fold, withAugmented } from "../../splits/folds.ts";
import type { Protocol } from "../../splits/protocols.ts";

/** The score of a model that was trained on a part of each fold's training side. */
export interface CurvePoint {
  /** Training speakers of a fold, on average. */
  readonly speakers: number;
  /** Training clips of a fold, on average. */
  readonly clips: number;
  readonly uar: number;
  readonly interval: Interval;
}

/** The scores of a model by what it was trained on, from less to all. */
export interface LearningCurve {
  /** All clips of some speakers. */
  readonly speakers: readonly CurvePoint[];
  /** Some clips of all speakers. */
  readonly clips: readonly CurvePoint[];
}

/** Options of `learningCurve`. */
export interface LearningCurveOptions {
  readonly protocol: Protocol;
  readonly folds?: number | undefined;
  readonly seed: number;
  /** Numbers of training speakers; those that a fold does not have are left out. */
  readonly speakers: readonly number[];
  /** Numbers of training clips; those that a fold does not have are left out. */
  readonly clips: readonly number[];
  readonly pool: Pool<FoldJobs>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The scores of a model by the number of training speakers, and by that of training clips, tested on the same clips. Speakers and clips are
 * drawn by the seed for each fold; fewer are a part of more. The shares of emotions among clips are those of the fold, as far as that goes.
 */
export async function learningCurve(
  labelled: LabelledClips,
  candidate: Candidate,
  { protocol, folds, seed, pool, signal, ...counts }: LearningCurveOptions,
): Promise<LearningCurve> {
  const [whole] = planRuns(labelled, [candidate], [protocol], { seed, seeds: 1, folds });
  const below = (all: readonly number[], inFold: (fold: Fold) => number): number[] => {
    const least = Math.min(...whole!.folds.map(({ fold }) => inFold(fold)));
    return all.filter((count) => count < least);
  };
  const runOf = (trainOf: (fold: Fold) => number[]): Run => ({
    ...whole!,
    folds: whole!.folds.map(({ fold }) => ({
      fold: withTrain(labelled, fold, trainOf(fold)),
      inner: [],
    })),
  });
  const bySpeakers = below(counts.speakers, (fold) => speakersIn(labelled, fold).length).map(
    (count) => runOf((fold) => clipsOfSpeakers(labelled, fold, count, seed)),
  );
  const byClips = below(counts.clips, ({ train }) => train.length).map((count) =>
    runOf((fold) => someClips(labelled, fold, count, seed)),
  );
  const all = runOf(({ train }) => [...train]);
  await runFolds(labelled, [...bySpeakers, ...byClips, all], { pool, signal });
  const pointOf = (run: Run): CurvePoint => {
    const { uar, interval } = modelResult(labelled, [run], { seed, groups: [] });
    const mean = (of: (fold: Fold) => number): number =>
      Math.round(run.folds.reduce((sum, { fold }) => sum + of(fold), 0) / run.folds.length);
    return {
      speakers: mean((fold) => speakersIn(labelled, fold).length),
      clips: mean(({ train }) => train.length),
      uar,
      interval: interval.uar,
    };
  };
  const last = pointOf(all);
  return {
    speakers: [...bySpeakers.map(pointOf), last],
    clips: [...byClips.map(pointOf), last],
  };
}

function speakersIn({ clips }: LabelledClips, { train }: Pick<Fold, "train">): string[] {
  return [...new Set(train.flatMap((i) => clips[i]!.speakerId ?? []))].sort();
}

function clipsOfSpeakers(
  labelled: LabelledClips,
  fold: Fold,
  count: number,
  seed: number,
): number[] {
  const order = Random.of(seed, `speakers of ${fold.name}`, 0).shuffle(speakersIn(labelled, fold));
  const chosen = new Set(order.slice(0, count));
  return fold.train.filter((i) => chosen.has(labelled.clips[i]!.speakerId ?? ""));
}

/** Clips in an order in which each emotion is spread evenly, cut off. */
function someClips({ y }: LabelledClips, fold: Fold, count: number, seed: number): number[] {
  const order = Random.of(seed, `clips of ${fold.name}`, 0).shuffle([...fold.train]);
  const placed = [...groupBy(order, (i) => y[i]!).values()].flatMap((own) =>
    own.map((clip, place) => ({ clip, place: (place + 0.5) / own.length })),
  );
  return placed
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ clip }) => clip);
}

function withTrain({ clips, augmented }: LabelledClips, fold: Fold, train: number[]): Fold {
  const sources = augmented?.sources ?? [];
  const smaller = withAugmented({ ...fold, train }, sources);
  assertNoLeak(smaller, clips, false, sources);
  return smaller;
}

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

/** The score of a model that was trained on so many speakers of each fold. */
export interface CurvePoint {
  readonly speakers: number;
  /** Training clips of a fold, on average. */
  readonly clips: number;
  readonly uar: number;
  readonly interval: Interval;
}

/** Options of `learningCurve`. */
export interface LearningCurveOptions {
  readonly protocol: Protocol;
  readonly folds?: number | undefined;
  readonly seed: number;
  /** Numbers of training speakers; those that a fold does not have are left out. */
  readonly speakers: readonly number[];
  readonly pool: Pool<FoldJobs>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The scores of a model by the number of training speakers, tested on the same clips. The speakers are drawn by the seed for each fold; fewer
 * are a part of more.
 */
export async function learningCurve(
  labelled: LabelledClips,
  candidate: Candidate,
  { protocol, folds, seed, speakers, pool, signal }: LearningCurveOptions,
): Promise<CurvePoint[]> {
  const [whole] = planRuns(labelled, [candidate], [protocol], { seed, seeds: 1, folds });
  const most = Math.min(...whole!.folds.map(({ fold }) => speakersIn(labelled, fold).length));
  const counts = [...new Set([...speakers.filter((count) => count < most), most])];
  const runs = counts.map((count): Run => ({
    ...whole!,
    folds: whole!.folds.map(({ fold }) => ({
      fold: withSpeakers(labelled, fold, count, seed),
      inner: [],
    })),
  }));
  await runFolds(labelled, runs, { pool, signal });
  return runs.map((run, r) => {
    const { uar, interval } = modelResult(labelled, [run], { seed, groups: [] });
    const clips = run.folds.reduce((sum, { fold }) => sum + fold.train.length, 0);
    return {
      speakers: counts[r]!,
      clips: Math.round(clips / run.folds.length),
      uar,
      interval: interval.uar,
    };
  });
}

function speakersIn({ clips }: LabelledClips, { train }: Fold): string[] {
  return [...new Set(train.flatMap((i) => clips[i]!.speakerId ?? []))].sort();
}

function withSpeakers(labelled: LabelledClips, fold: Fold, count: number, seed: number): Fold {
  const order = Random.of(seed, `speakers of ${fold.name}`, 0).shuffle(speakersIn(labelled, fold));
  const chosen = new Set(order.slice(0, count));
  const { clips, augmented } = labelled;
  const sources = augmented?.sources ?? [];
  const train = fold.train.filter((i) => chosen.has(clips[i]!.speakerId ?? ""));
  const smaller = withAugmented({ ...fold, train }, sources);
  assertNoLeak(smaller, clips, false, sources);
  return smaller;
}

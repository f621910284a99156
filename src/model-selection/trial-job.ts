import type { Runtime } from "../network/runtime/runtime.ts";
import { fromCallback } from "../parallel/from-callback.ts";
import type { JobType } from "../parallel/pool.ts";
import type { TrialReport } from "../tuning/trial.ts";
import { emotionsOf, uarOfFolds, uarOfLabels } from "./inner-scores.ts";
import { advanceFold } from "./trial-fold.ts";
import type {
  FoldPredictions,
  FoldProgress,
  TrialFold,
  TrialInput,
  TrialState,
} from "./trial-input.ts";

/** An item of a running trial: a state to resume from and, at the end of a stage, the reports of the stage. */
export interface TrialItem {
  readonly state: TrialState;
  readonly reports: readonly TrialReport[];
  /** Whether nothing is left to train. */
  readonly isLast: boolean;
  readonly worker?: string;
}

/** The context of a trial. */
export interface TrialContext {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Who works on it. */
  readonly worker?: string;
}

/** The result of a trial. */
export interface TrialOutput {
  /** Over all clips that the folds tested. */
  readonly uar: number;
  /** The number of the network's parameters. */
  readonly parameters: number;
  /** The time that training took, and that a prediction takes. */
  readonly trainingSeconds: number;
  readonly predictionSeconds: number;
  /** By inner fold. */
  readonly predictions: readonly FoldPredictions[];
}

/** The jobs that a search needs of its pool. */
export interface TrialJobs {
  readonly trial: JobType<TrialInput, TrialItem, TrialOutput>;
}

/** The least time between two states within a stage. */
const STATE_MILLISECONDS = 5000;

/** The job `trial`: trains a model on the inner folds of a search and scores it on their test sides. */
export function trialJob(
  input: TrialInput,
  context: TrialContext,
): AsyncGenerator<TrialItem, TrialOutput, void> {
  const { worker } = context;
  return fromCallback((push: (item: TrialItem) => void) =>
    runTrial(input, context, (item) => push({ ...item, ...(worker !== undefined && { worker }) })),
  );
}

async function runTrial(
  input: TrialInput,
  context: TrialContext,
  push: (item: TrialItem) => void,
): Promise<TrialOutput> {
  const { folds, levels, state } = input;
  const done: FoldProgress[] = folds.map((_, f) => state?.folds[f] ?? {});
  const stages = levels === undefined ? folds.length : levels.length + 1;
  let pushed = performance.now();
  for (let stage = state?.stage ?? 0; stage < stages; stage++) {
    const level = levels?.[stage];
    for (const f of levels === undefined ? [stage] : folds.keys()) {
      done[f] = await advanceFold(input, f, done[f]!, {
        ...context,
        level,
        onProgress: (take) => {
          if (performance.now() - pushed < STATE_MILLISECONDS) return;
          pushed = performance.now();
          done[f] = take();
          push({ state: { stage, folds: [...done] }, reports: [], isLast: false });
        },
      });
    }
    const isLast = done.every(({ isFinished }) => isFinished === true);
    pushed = performance.now();
    push({
      state: { stage: stage + 1, folds: [...done] },
      reports:
        levels === undefined
          ? speakerReports(input, stage, done[stage]!)
          : level === undefined
            ? []
            : [{ step: level, value: scoreOf(input, done) }],
      isLast,
    });
    if (isLast) break;
  }
  const clips = folds.reduce((sum, { test }) => sum + test.length, 0);
  const total = (part: "trainingSeconds" | "predictionSeconds"): number =>
    done.reduce((sum, progress) => sum + (progress[part] ?? 0), 0);
  return {
    uar: scoreOf(input, done),
    parameters: done[0]!.parameters!,
    trainingSeconds: total("trainingSeconds"),
    predictionSeconds: total("predictionSeconds") / clips,
    predictions: done.map(({ predicted }) => predicted!),
  };
}

/** The UAR over all clips that folds have tested. */
function scoreOf({ rows, folds }: TrialInput, done: readonly FoldProgress[]): number {
  return uarOfFolds(
    folds.map(({ test }) => test.map((i) => rows.y[i]!)),
    done.flatMap(({ predicted }) => predicted ?? []),
  );
}

/** The UAR of each speaker of a fold, numbered in the order of the folds. */
function speakerReports(
  { rows, folds, speakers }: TrialInput,
  fold: number,
  { predicted }: FoldProgress,
): TrialReport[] {
  const speakersIn = ({ test }: TrialFold): string[] =>
    [...new Set(test.map((i) => speakers[i]!))].sort();
  const before = folds.slice(0, fold).reduce((sum, one) => sum + speakersIn(one).length, 0);
  const { test } = folds[fold]!;
  const all = emotionsOf(predicted!);
  return speakersIn(folds[fold]!).map((speaker, s) => {
    const own = [...test.keys()].filter((row) => speakers[test[row]!] === speaker);
    const value = uarOfLabels(
      own.map((row) => rows.y[test[row]!]!),
      own.map((row) => all[row]!),
    );
    return { step: before + s, value };
  });
}

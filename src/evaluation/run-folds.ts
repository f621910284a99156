import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { AffektError } from "../errors.ts";
import { selectRows } from "../math/linear-algebra/matrix.ts";
import { kindOf } from "../models/kinds/model-kinds.ts";
import { selectLabelled } from "../models/labelled-rows.ts";
import { membersOf } from "../models/model-spec.ts";
import { selectTraining } from "../models/training/select-training.ts";
import { atMost } from "../parallel/at-most.ts";
import { limitOf } from "../parallel/limit.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import type { Pool } from "../parallel/pool.ts";
import { withAttempts } from "../parallel/worker-ended.ts";
import type { Fold } from "../splits/folds.ts";
import type { Candidate } from "./candidate.ts";
import type { FoldJobs } from "./fold-job.ts";
import type { Permutations } from "./explanation/permuted-features.ts";
import type { PlannedFold, Run } from "./plan-runs.ts";

/** Options of `runFolds`. */
export interface RunFoldsOptions {
  readonly pool: Pool<FoldJobs>;
  /** Of the features of outer folds. */
  readonly permutations?: Permutations | undefined;
  readonly onFold?: (finished: number, folds: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs all folds of runs, the inner ones too, and keeps their outputs in them.
 * @throws {AffektError} `interrupted`; the error of the first fold that fails, with the fold's name.
 */
export async function runFolds(
  labelled: LabelledClips,
  runs: readonly Run[],
  { pool, permutations, onFold, signal }: RunFoldsOptions,
): Promise<void> {
  const tasks = runs
    .flatMap((run) =>
      run.folds.flatMap((planned) => [
        { run, planned, permutations },
        ...planned.inner.map((inner) => ({ run, planned: inner, permutations: undefined })),
      ]),
    )
    // slow folds come first, so that no worker is left alone with one at the end
    .toSorted((a, b) => cost(b.run.candidate) - cost(a.run.candidate));
  // rows are copied for a fold only when its turn comes; one more than there are workers, so that each finds its next fold ready
  const turn = atMost(limitOf(pool, (size) => size + 1));
  let finished = 0;
  await Promise.all(
    tasks.map(({ run, planned, permutations: own }) =>
      turn(async () => {
        throwIfAborted(signal, "the evaluation was interrupted");
        planned.output = await runFold(labelled, run, planned, { pool, permutations: own, signal });
        onFold?.(++finished, tasks.length);
      }),
    ),
  );
}

async function runFold(
  labelled: LabelledClips,
  run: Run,
  { fold, calibrations }: PlannedFold,
  { pool, permutations, signal }: Omit<RunFoldsOptions, "onFold">,
) {
  const input = {
    ...selectTraining(labelled, fold.train, fold.augmented),
    spec: run.candidate.model,
    validation: fold.validation && selectLabelled(labelled, fold.validation),
    test: selectRows(labelled.X, fold.test),
    ...(calibrations && {
      learnsAdaptation: true,
      calibrations: calibrations.map(({ calibration, test }) => ({
        X: selectRows(labelled.X, calibration),
        tested: test.length,
      })),
    }),
    permutations,
    seed: run.seed,
  };
  return withAttempts(() => pool.run("fold", input, { signal })).catch((error: unknown) => {
    throwIfAborted(signal, "the evaluation was interrupted");
    throw inFold(error, run, fold);
  });
}

function cost({ model }: Candidate): number {
  return membersOf(model).some(({ kind }) => kindOf(kind).cost === "high") ? 1 : 0;
}

function inFold(error: unknown, { candidate, split }: Run, fold: Fold): Error {
  const message = `${candidate.name} on ${split.protocol}, fold ${fold.name}: ${error instanceof Error ? error.message : String(error)}`;
  return error instanceof AffektError
    ? new AffektError(error.code, message, { cause: error })
    : new Error(message, { cause: error });
}

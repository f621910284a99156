import type { Matrix } from "../math/matrix.ts";
import { predictTrained } from "../models/inference/predictor.ts";
import { type TrainingInput, trainOnRows } from "../models/training/train-on-rows.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import type { JobType } from "../parallel/pool.ts";
import type { TrainingHistory } from "./result.ts";

/** The input of the job `fold`: a training and the clips to test on. */
export interface FoldInput extends TrainingInput {
  readonly test: Matrix;
}

/** The output of the job `fold`. */
export interface FoldOutput {
  /** Of the test clips [clips, labels]. */
  readonly probabilities: Matrix;
  /** The emotions of the training clips, in the order of the probabilities. */
  readonly labels: readonly string[];
  readonly history: TrainingHistory;
  /** The time that the training took. */
  readonly seconds: number;
}

/** The jobs that an evaluation needs of its pool. */
export interface FoldJobs {
  readonly fold: JobType<FoldInput, never, FoldOutput>;
}

/** The job `fold`: trains a model and predicts the test clips. */
export async function foldJob(
  { test, ...input }: FoldInput,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal: AbortSignal },
): Promise<FoldOutput> {
  const start = performance.now();
  const trained = await trainOnRows(input, { runtime, signal });
  const seconds = (performance.now() - start) / 1000;
  const probabilities = await predictTrained(trained, test, runtime);
  const scores = trained.history.flatMap(({ validationScore }) => validationScore ?? []);
  return {
    probabilities,
    labels: trained.labels,
    history: {
      loss: trained.history.map(({ loss }) => loss),
      ...(scores.length > 0 && { validationScore: scores }),
    },
    seconds,
  };
}

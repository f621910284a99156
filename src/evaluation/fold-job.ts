import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { type TrainingInput, trainOnRows } from "../models/training/train-on-rows.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import type { JobType } from "../parallel/pool.ts";
import { type Permutations, permuteColumns } from "./explanation/permuted-features.ts";
import { type CalibrationRows, FoldPredictor } from "./fold-predictor.ts";
import type { TrainingHistory } from "./result.ts";

/** The input of the job `fold`: a training and the clips to test on. What is tested has no labels here. */
export interface FoldInput extends TrainingInput {
  readonly test: Matrix;
  /** What the model is adapted to before it is tested, for the test clips in their order. */
  readonly calibrations?: readonly CalibrationRows[] | undefined;
  readonly permutations?: Permutations | undefined;
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
  /** For each group of features, the probabilities of the test clips under each of its permutations. */
  readonly permuted?: readonly (readonly Matrix[])[];
}

/** The jobs that an evaluation needs of its pool. */
export interface FoldJobs {
  readonly fold: JobType<FoldInput, never, FoldOutput>;
}

/** The job `fold`: trains a model and predicts the test clips. */
export async function foldJob(
  { test, calibrations, permutations, ...input }: FoldInput,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal: AbortSignal },
): Promise<FoldOutput> {
  const start = performance.now();
  const trained = await trainOnRows(input, { runtime, signal });
  const seconds = (performance.now() - start) / 1000;
  const predictor = await FoldPredictor.create(trained, calibrations, runtime);
  try {
    const probabilities = await predictor.predictProba(test);
    const permuted: Matrix[][] = [];
    for (const [g, { columns }] of (permutations?.groups ?? []).entries()) {
      permuted[g] = [];
      for (let repeat = 0; repeat < permutations!.repeats; repeat++) {
        throwIfAborted(signal);
        const random = Random.of(input.seed ?? 0, `permutation ${g}`, repeat);
        const changed = permuteColumns(test, columns, random);
        permuted[g].push(await predictor.predictProba(changed));
      }
    }
    const scores = trained.history.flatMap(({ validationScore }) => validationScore ?? []);
    return {
      probabilities,
      labels: trained.labels,
      history: {
        loss: trained.history.map(({ loss }) => loss),
        ...(scores.length > 0 && { validationScore: scores }),
      },
      seconds,
      ...(permutations && { permuted }),
    };
  } finally {
    await predictor.release();
  }
}

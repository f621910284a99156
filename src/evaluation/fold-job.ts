import type { Matrix } from "../math/matrix.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { highestColumns } from "../models/labels.ts";
import { predictTrained } from "../models/predict-trained.ts";
import { train, type TrainInput } from "../models/train.ts";
import type { TrainedFold } from "./cross-validation.ts";

/** One fold's training and the clips to test it on; structured-cloneable. */
export interface FoldInput extends TrainInput {
  readonly test: Matrix;
}

/** The job `fold`: trains a model and predicts the test clips, as indices into the sorted labels of the training clips; once aborted, what it gives means nothing. */
export async function foldJob(
  { test, ...input }: FoldInput,
  { runtime, signal }: { runtime: Runtime; signal?: AbortSignal },
): Promise<TrainedFold & { readonly labels: readonly string[] }> {
  const start = performance.now();
  const trained = await train({ ...input, runtime, signal });
  const seconds = (performance.now() - start) / 1000;
  const probabilities = await predictTrained(trained, test, runtime);
  const scores = trained.history.flatMap(({ validationScore }) => validationScore ?? []);
  return {
    predicted: Int32Array.from(highestColumns(probabilities)),
    labels: trained.labels,
    history: {
      loss: trained.history.map(({ loss }) => loss),
      ...(scores.length > 0 && { validationScore: scores }),
    },
    seconds,
  };
}

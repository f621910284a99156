import type { Matrix } from "../math/matrix.ts";
import { inferenceGraph } from "../network/graphs/inference-graph.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { buildNetwork } from "./network-settings.ts";
import { runProbabilities } from "./probabilities.ts";
import type { TrainedNetwork } from "./train.ts";

/** Probabilities [rows, classes] of raw, unscaled features by a model that was just trained. */
export async function predictTrained(
  { model, inputShape, labels, parameters, scaler }: TrainedNetwork,
  X: Matrix,
  runtime: Runtime,
): Promise<Matrix> {
  const network = buildNetwork(model, inputShape, labels.length);
  const graph = inferenceGraph({ network, parameters, scaler });
  const session = await runtime.createSession(graph);
  try {
    return await runProbabilities(session, X, labels.length);
  } finally {
    await session.release();
  }
}

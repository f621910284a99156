import type { Matrix } from "../math/matrix.ts";
import { inferenceGraph } from "../network/inference-graph.ts";
import type { Runtime } from "../network/runtime.ts";
import { buildNetwork } from "./network-settings.ts";
import type { TrainedNetwork } from "./train.ts";

/** Probabilities [rows, classes] of raw, unscaled features by a model that was just trained. */
export async function predictTrained(
  { model, columns, labels, parameters, scaler }: TrainedNetwork,
  { data, rows }: Matrix,
  runtime: Runtime,
): Promise<Matrix> {
  const network = buildNetwork(model, columns, labels.length);
  const session = await runtime.createSession(inferenceGraph({ network, parameters, scaler }));
  try {
    const { probabilities } = await session.run({ features: { data, dims: [rows, columns] } });
    return { data: probabilities!.data, rows, columns: labels.length };
  } finally {
    await session.release();
  }
}

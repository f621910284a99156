import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import { buildNetwork } from "../build-network.ts";
import { cropsOf } from "../model-spec.ts";
import { adaptationTensors } from "./adaptation-tensors.ts";
import { infoOf, type TrainedModel } from "./trained-model.ts";

/** The key of the description among the ONNX file's metadata. */
export const METADATA_KEY = "affekt";

/**
 * The bytes of a model's file: an ONNX model with scaler, network and softmax. Its metadata hold the rest under the key `affekt`.
 * @throws {AffektError} `invalid-argument` for a model that no file can hold, such as one with control characters in its labels.
 */
export function encodeModel(model: TrainedModel): Uint8Array<ArrayBuffer> {
  const { spec, inputShape, labels, parameters, scaler, calibration, adaptation } = model;
  const sizes = { columns: inputShape.at(-1)!, classes: labels.length };
  return inferenceGraph(buildNetwork(spec, { inputShape, classes: labels.length }), {
    parameters,
    ...(scaler && { scaler }),
    crops: cropsOf(spec),
    calibration,
    held: adaptation && adaptationTensors(adaptation, sizes),
    metadata: { [METADATA_KEY]: JSON.stringify(infoOf(model)) },
  }) as Uint8Array<ArrayBuffer>;
}

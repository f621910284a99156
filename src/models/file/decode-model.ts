import { AffektError } from "../../errors.ts";
import type { Network } from "../../network/network.ts";
import type { DecodedOnnx, DecodedTensor } from "../../network/onnx/decoded-onnx.ts";
import { decodeOnnx, floatsOf } from "../../network/onnx/onnx-decoding.ts";
import { formatShape, type Shape } from "../../network/shape.ts";
import type { Epoch } from "../../training/fit-options.ts";
import { buildNetwork } from "../build-network.ts";
import { weightedLayersOf } from "../model-spec.ts";
import type { StandardScaler } from "../inference/standard-scaler.ts";
import { isAdaptable, type SpeakerAdaptation } from "../adaptation/speaker-adaptation.ts";
import { ADAPTATION, readAdaptation } from "./adaptation-tensors.ts";
import { METADATA_KEY } from "./encode-model.ts";
import { rowShapeOf } from "./model-features.ts";
import { type ModelInfo, type ModelTraining, parseModelInfo } from "./model-info.ts";
import type { TrainedModel } from "./trained-model.ts";

/**
 * The description of a model in the bytes of its file. `name` is the file's, for messages.
 * @throws {AffektError} `unreadable` for what is no whole model of Affekt's.
 */
export function readModelInfo(
  bytes: Uint8Array | ArrayBuffer,
  { name = "model" }: { readonly name?: string } = {},
): ModelInfo {
  return readFile(bytes, name).info;
}

/**
 * The model in the bytes of a file. Its network is built anew from the description, and only weights are taken from the file: a graph that
 * someone else wrote is never run.
 * @throws {AffektError} `unreadable` for what is no whole model of Affekt's.
 */
export function decodeModel(bytes: Uint8Array | ArrayBuffer, name: string): TrainedModel {
  const { info, ...weights } = readFile(bytes, name);
  const {
    model: spec,
    labels,
    features,
    training,
    calibration,
    evaluation,
    affektVersion,
    created,
  } = info;
  const { clips: _, history, epochs, seed, bestEpoch, interrupted, ...data } = training;
  return {
    spec,
    labels,
    ...weights,
    history: epochsOf(history, epochs),
    seed,
    bestEpoch,
    interrupted,
    features,
    data,
    ...(calibration && { calibration }),
    evaluation,
    affektVersion,
    created,
  };
}

/** The parts of a file, all checked against each other. */
interface FileContent extends Pick<
  TrainedModel,
  "inputShape" | "scaler" | "parameters" | "adaptation"
> {
  readonly info: ModelInfo;
}

function readFile(bytes: Uint8Array | ArrayBuffer, name: string): FileContent {
  const onnx = readOnnx(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes, name);
  const info = describedIn(onnx, name);
  const inputShape = rowShapeOf(info.features);
  const tensors = tensorsByName(onnx, name);
  if (weightedLayersOf(info.model) > tensors.size) throw unlike(name, "layers have no weights");
  const network = networkOf(info, inputShape, name);
  return {
    info,
    inputShape,
    scaler: scalerIn(tensors, info.features.columns.length, name),
    parameters: parametersIn(tensors, network, name),
    adaptation: adaptationIn(tensors, info, name),
  };
}

function adaptationIn(
  tensors: Tensors,
  { model, features, labels }: ModelInfo,
  name: string,
): SpeakerAdaptation | undefined {
  if (!isAdaptable(model) || !tensors.has(ADAPTATION)) return undefined;
  const sizes = { columns: features.columns.length, classes: labels.length };
  const adaptation = readAdaptation(sizes, (weight, shape) =>
    weightsIn(tensors, weight, shape, name),
  );
  if (adaptation.centred.scaler.scale.every((value) => value > 0)) return adaptation;
  throw unlike(name, "the adaptation to speakers has a deviation that is not above 0");
}

function readOnnx(bytes: Uint8Array, name: string): DecodedOnnx {
  try {
    return decodeOnnx(bytes);
  } catch (cause) {
    throw new AffektError(
      "unreadable",
      `${name}: not an ONNX model, or one that was cut short (${bytes.length} bytes); copy it again or train a new one`,
      { cause },
    );
  }
}

function describedIn({ metadata }: DecodedOnnx, name: string): ModelInfo {
  const own = metadata.filter(({ key }) => key === METADATA_KEY);
  const [entry] = own;
  if (entry === undefined) {
    throw new AffektError(
      "unreadable",
      `${name}: an ONNX model without Affekt's description; take one written by affekt train`,
    );
  }
  if (own.length > 1) throw unlike(name, "it has two descriptions");
  return parseModelInfo(entry.value, name);
}

function networkOf({ model, labels }: ModelInfo, inputShape: Shape, name: string): Network {
  try {
    return buildNetwork(model, { inputShape, classes: labels.length });
  } catch (cause) {
    throw unlike(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

type Tensors = ReadonlyMap<string, DecodedTensor>;

function tensorsByName({ tensors }: DecodedOnnx, name: string): Tensors {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  if (byName.size < tensors.length) throw unlike(name, "two weights have the same name");
  return byName;
}

function scalerIn(tensors: Tensors, width: number, name: string): StandardScaler | undefined {
  if (!tensors.has("scaler/mean") && !tensors.has("scaler/scale")) return undefined;
  const mean = weightsIn(tensors, "scaler/mean", [width], name);
  const scale = weightsIn(tensors, "scaler/scale", [width], name);
  if (scale.every((value) => value > 0)) return { mean, scale };
  throw unlike(name, "scaler/scale is not above 0");
}

function parametersIn(tensors: Tensors, network: Network, name: string): Float32Array {
  // all are compared before memory is taken, since the description may ask for absurd shapes
  const values = network.parameters.map((parameter) =>
    weightsIn(tensors, parameter.name, parameter.shape, name),
  );
  const all = new Float32Array(network.size);
  for (const [i, { offset }] of network.parameters.entries()) all.set(values[i]!, offset);
  return all;
}

function weightsIn(tensors: Tensors, weight: string, shape: Shape, name: string): Float32Array {
  const tensor = tensors.get(weight);
  if (tensor?.dims.join() !== shape.join()) {
    throw unlike(name, `${weight} is not ${formatShape(shape)}`);
  }
  const values = floatsOf(tensor);
  if (values === undefined) throw unlike(name, `${weight} does not hold its float32 values`);
  if (values.every(Number.isFinite)) return values;
  throw unlike(name, `${weight} holds values that are not finite`);
}

function epochsOf({ loss, validationScore }: ModelTraining["history"], epochs: number): Epoch[] {
  return loss.map((value, i) => ({
    epoch: i + 1,
    epochs,
    loss: value,
    ...(validationScore?.[i] !== undefined && { validationScore: validationScore[i] }),
  }));
}

function unlike(name: string, reason: string, cause?: unknown): AffektError {
  return new AffektError(
    "unreadable",
    `${name}: not as Affekt writes a model: ${reason}; take the file that affekt train wrote, or train a new model`,
    { cause },
  );
}

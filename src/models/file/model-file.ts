import { AffektError } from "../../errors.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import type { DecodedOnnx } from "../../network/onnx/decoded-onnx.ts";
import { decodeOnnx } from "../../network/onnx/onnx-decoding.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { LoadedModel } from "./loaded-model.ts";
import {
  FORMAT_VERSION,
  type ModelEvaluation,
  type ModelFeatures,
  type ModelInfo,
  type ModelTraining,
  parseModelInfo,
} from "./model-info.ts";
import { buildNetwork } from "../network-settings.ts";
import type { TrainedNetwork } from "../train.ts";

const METADATA_KEY = "affekt";

/** A trained network and what else its file is to say. */
export interface Model {
  readonly trained: TrainedNetwork;
  readonly features: ModelFeatures;
  /** What `trained` does not know itself. */
  readonly training: Pick<
    ModelTraining,
    "corpora" | "speakers" | "clipHashes" | "validationSpeakers" | "augmentation" | "fingerprint"
  >;
  readonly evaluation?: ModelEvaluation;
  readonly affektVersion: string;
  /** ISO 8601. */
  readonly created: string;
}

/** What the file of a model says about it. */
function modelInfo({
  trained,
  features,
  training,
  evaluation,
  affektVersion,
  created,
}: Model): ModelInfo {
  const { model, labels, seed, history, bestEpoch, interrupted } = trained;
  const scores = history.flatMap(({ validationScore }) => validationScore ?? []);
  return {
    formatVersion: FORMAT_VERSION,
    affektVersion,
    created,
    model,
    labels,
    features,
    training: {
      ...training,
      clips: training.clipHashes.length,
      seed,
      epochs: history.length,
      bestEpoch,
      interrupted,
      history: {
        loss: history.map(({ loss }) => rounded(loss)),
        ...(scores.length > 0 && { validationScore: scores.map(rounded) }),
      },
    },
    ...(evaluation && { evaluation }),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** The bytes of a model's file: one ONNX model with scaler, network, softmax and, under the metadata key `affekt`, everything else. */
export function encodeModel(model: Model): Uint8Array {
  const { model: settings, inputShape, labels, parameters, scaler } = model.trained;
  return inferenceGraph({
    network: buildNetwork(settings, inputShape, labels.length),
    parameters,
    scaler,
    metadata: { [METADATA_KEY]: JSON.stringify(modelInfo(model)) },
  });
}

/**
 * What a model's file says about it, without making it ready to predict; `name` is the file's, for messages.
 * Errors: `unreadable` for what is not a whole model of Affekt, or one of another format.
 */
export function readModelInfo(bytes: Uint8Array, name: string): ModelInfo {
  const { metadata } = decodeWhole(bytes, name);
  const text = metadata.find(({ key }) => key === METADATA_KEY)?.value;
  if (text === undefined) {
    throw new AffektError(
      "unreadable",
      `${name}: an ONNX model without Affekt's description; take one written by affekt train`,
    );
  }
  return parseModelInfo(text, name);
}

function decodeWhole(bytes: Uint8Array, name: string): DecodedOnnx {
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

/** Makes a model's file ready to predict. Errors: as `readModelInfo` and `Runtime.createSession`. */
export async function decodeModel(
  bytes: Uint8Array,
  name: string,
  runtime: Runtime,
): Promise<LoadedModel> {
  const info = readModelInfo(bytes, name);
  try {
    return new LoadedModel(name, info, await runtime.createSession(bytes));
  } catch (cause) {
    if (cause instanceof AffektError && cause.code === "not-found") throw cause;
    throw new AffektError(
      "unreadable",
      `${name}: ONNX Runtime does not take this model; train a new one`,
      { cause },
    );
  }
}

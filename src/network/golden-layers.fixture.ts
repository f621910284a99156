import { layerFromConfig } from "./from-config.ts";
import type { Layer } from "./symbolic-tensor.ts";
import activation from "./layers/core/activation.golden.json" with { type: "json" };
import conv1d from "./layers/convolutional/conv1d.golden.json" with { type: "json" };
import conv2d from "./layers/convolutional/conv2d.golden.json" with { type: "json" };
import dense from "./layers/core/dense.golden.json" with { type: "json" };
import normalization from "./layers/normalization/normalization.golden.json" with { type: "json" };
import pooling from "./layers/pooling/pooling.golden.json" with { type: "json" };
import attention from "./layers/attention/attention.golden.json" with { type: "json" };
import recurrent from "./layers/recurrent/recurrent.golden.json" with { type: "json" };
import shapes from "./layers/reshaping/shapes.golden.json" with { type: "json" };

/** A layer on some tensors with Keras' results, by tools/make_layer_goldens.py. Arrays are flat. */
export interface GoldenLayer {
  readonly layer: string;
  readonly options: object;
  /** The shapes of its inputs. */
  readonly shapes: readonly (readonly number[])[];
  /** Frames of each row that are no padding. */
  readonly lengths?: readonly number[];
  readonly inputs: readonly (readonly number[])[];
  readonly parameters: readonly (readonly number[])[];
  /** The gradient of the output. */
  readonly upper: readonly number[];
  readonly output: readonly number[];
  readonly outputShape: readonly number[];
  readonly inputGradients: readonly (readonly number[])[];
  readonly parameterGradients: readonly (readonly number[])[];
  /** After a training step. */
  readonly statistics?: readonly (readonly number[])[];
}

/** Rows of each golden. */
export const GOLDEN_ROWS = 3;

const FAMILIES: readonly { readonly cases: readonly GoldenLayer[] }[] = [
  dense,
  activation,
  conv1d,
  conv2d,
  pooling,
  normalization,
  shapes,
  recurrent,
  attention,
];

/** All goldens, by name. */
export const GOLDEN_LAYERS: readonly (readonly [string, GoldenLayer])[] = FAMILIES.flatMap(
  ({ cases }) => cases.map((golden) => [nameOf(golden), golden] as const),
);

/** The layer of a golden. */
export function layerOf({ layer, options }: GoldenLayer): Layer {
  return layerFromConfig({ name: layer, options });
}

function nameOf({ layer, options, shapes, lengths }: GoldenLayer): string {
  const parts = [options, ...shapes, ...(lengths === undefined ? [] : [{ lengths }])];
  return [layer, ...parts.map((part) => JSON.stringify(part))].join(" ");
}

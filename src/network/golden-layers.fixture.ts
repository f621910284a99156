import type { Layer } from "./layer.ts";
import * as layers from "./layers.ts";
import activation from "./layers/core/activation.golden.json" with { type: "json" };
import conv1d from "./layers/convolutional/conv1d.golden.json" with { type: "json" };
import conv2d from "./layers/convolutional/conv2d.golden.json" with { type: "json" };
import dense from "./layers/core/dense.golden.json" with { type: "json" };
import normalization from "./layers/normalization/normalization.golden.json" with { type: "json" };
import pooling from "./layers/pooling/pooling.golden.json" with { type: "json" };
import shapes from "./layers/reshaping/shapes.golden.json" with { type: "json" };

/** A layer on some values as tools/make_layer_goldens.py has it from Keras; arrays are flat. */
export interface GoldenLayer {
  readonly layer: string;
  /** What stands before the options. */
  readonly argument?: unknown;
  readonly options: object;
  /** The shapes of its inputs. */
  readonly shapes: readonly (readonly number[])[];
  /** How many steps of each row are its own. */
  readonly lengths?: readonly number[];
  readonly inputs: readonly (readonly number[])[];
  readonly parameters: readonly (readonly number[])[];
  /** The gradient of the output. */
  readonly upper: readonly number[];
  readonly output: readonly number[];
  readonly outputShape: readonly number[];
  readonly inputGradients: readonly (readonly number[])[];
  readonly parameterGradients: readonly (readonly number[])[];
  /** After the step. */
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
];

/** All goldens, by a name that says what they are. */
export const GOLDEN_LAYERS: readonly (readonly [string, GoldenLayer])[] = FAMILIES.flatMap(
  ({ cases }) => cases.map((golden) => [nameOf(golden), golden] as const),
);

const BY_NAME: Readonly<Record<string, unknown>> = layers;

/** The layer of a golden. */
export function layerOf({ layer, argument, options }: GoldenLayer): Layer {
  const make = BY_NAME[layer] as (...options: unknown[]) => Layer;
  return argument === undefined ? make(options) : make(argument, options);
}

function nameOf({ layer, argument, options, shapes, lengths }: GoldenLayer): string {
  const parts = [argument, options, ...shapes, lengths && { lengths }];
  return [layer, ...parts.flatMap((part) => (part === undefined ? [] : JSON.stringify(part)))].join(
    " ",
  );
}

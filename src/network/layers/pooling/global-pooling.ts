import { castToFloat } from "../../graphs/comparisons.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { axisOf, dimsOf } from "../../graphs/layout.ts";
import type { Emission, Operation } from "../../operation.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import { checkRank } from "../rank.ts";

/** Options of global pooling layers. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** Keeps what was pooled as dimensions of 1; default false. */
  readonly keepdims?: boolean;
}

/** The mean over time: `[time, channels]` → `[channels]`, Keras' `GlobalAveragePooling1D`. */
export function globalAveragePooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalAveragePooling1d", TIME, options, average);
}

/** The mean over height and width: `[height, width, channels]` → `[channels]`, Keras' `GlobalAveragePooling2D`. */
export function globalAveragePooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalAveragePooling2d", IMAGE, options, average);
}

/** The highest value over time: `[time, channels]` → `[channels]`, Keras' `GlobalMaxPooling1D`. */
export function globalMaxPooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalMaxPooling1d", TIME, options, maximum);
}

/** The highest value over height and width: `[height, width, channels]` → `[channels]`, Keras' `GlobalMaxPooling2D`. */
export function globalMaxPooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalMaxPooling2d", IMAGE, options, maximum);
}

const TIME = ["time", "channels"];
const IMAGE = ["height", "width", "channels"];

/** Pools over axes, which stay as 1, and gives the way back of a gradient of the same dimensions. */
type Pooling = (
  emission: Emission,
  x: string,
  axes: readonly number[],
) => { readonly output: string; readonly backward: (gradient: string) => string };

function globalPooling(
  kind: string,
  dimensions: readonly string[],
  { keepdims = false, ...options }: GlobalPoolingOptions,
  pooling: Pooling,
): Layer {
  const pooled = (input: Shape): Shape => [...input.slice(0, -1).map(() => 1), input.at(-1)!];
  const operation: Operation = {
    kind,
    outputShape(input) {
      checkRank(input, dimensions);
      return keepdims ? pooled(input) : pooled(input).slice(-1);
    },
    lengths: () => "ended",
    emit(emission, x) {
      const { graph, input, output } = emission;
      const axes = input.slice(0, -1).map((_, i) => axisOf(input, i));
      const { output: value, backward } = pooling(emission, x, axes);
      return {
        output: graph.reshape(value, dimsOf(output)),
        backward: (gradient) => ({
          inputs: [backward(graph.reshape(gradient, dimsOf(pooled(input))))],
        }),
      };
    },
  };
  return layer(kind, options, [operation]);
}

const average: Pooling = ({ graph, input, padding }, x, axes) => {
  const places = input.slice(0, -1);
  const spread = (gradient: string): string =>
    graph.op("Expand", [gradient, graph.integers([1, ...dimsOf([...places, 1]).slice(1)])]);
  if (padding === undefined) {
    return {
      output: graph.mean(x, axes, true),
      backward: (gradient) => spread(graph.mul(gradient, graph.scalar(1 / sizeOf(places)))),
    };
  }
  const steps = graph.mul(padding.lengths, graph.scalar(sizeOf(places.slice(1))));
  const count = graph.reshape(steps, dimsOf(input.map(() => 1)));
  return {
    output: graph.div(graph.sum(padding.clear(x, input), axes, true), count),
    backward: (gradient) => padding.clear(spread(graph.div(gradient, count)), input),
  };
};

/** Where places share the highest value, each gets an equal share of the gradient. */
const maximum: Pooling = ({ graph, input, padding }, x, axes) => {
  const values = padding?.lower(x, input) ?? x;
  const highest = graph.op("ReduceMax", [values], { axes, keepdims: 1 });
  return {
    output: highest,
    backward(gradient) {
      const isHighest = castToFloat(graph, graph.op("Equal", [values, highest]));
      const share = graph.div(gradient, graph.sum(isHighest, axes, true));
      return graph.mul(isHighest, share);
    },
  };
};

import type * as v from "valibot";
import { flag, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Emission, Operation } from "../../operation.ts";
import { axisOf, dimsOf } from "../../operations/layout.ts";
import { sizeOf } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout, type TensorSpec } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  keepdims: withDefault(flag({ text: "whether to keep the pooled dimensions as 1" }), false),
});

/** Options of global pooling layers. */
export type GlobalPoolingOptions = v.InferInput<typeof OPTIONS>;

/** The mean over time: `[time, channels]` → `[channels]`, Keras' `GlobalAveragePooling1D`. */
export function globalAveragePooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalAveragePooling1d", "sequence", options, average);
}

/** The mean over height and width: `[height, width, channels]` → `[channels]`, Keras' `GlobalAveragePooling2D`. */
export function globalAveragePooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalAveragePooling2d", "image", options, average);
}

/** The highest value over time: `[time, channels]` → `[channels]`, Keras' `GlobalMaxPooling1D`. */
export function globalMaxPooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalMaxPooling1d", "sequence", options, maximum);
}

/** The highest value over height and width: `[height, width, channels]` → `[channels]`, Keras' `GlobalMaxPooling2D`. */
export function globalMaxPooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling("globalMaxPooling2d", "image", options, maximum);
}

/** Pools over axes, which stay as 1. `backward` gives the gradient of the input. */
type Pooling = (
  emission: Emission,
  x: string,
  axes: readonly number[],
) => { readonly output: string; readonly backward: (gradient: string) => string };

function globalPooling(
  kind: string,
  layout: "sequence" | "image",
  options: GlobalPoolingOptions,
  pooling: Pooling,
): Layer {
  return createLayer(kind, OPTIONS, options, ({ keepdims }) => [
    globalOperation(kind, layout, keepdims, pooling),
  ]);
}

function globalOperation(
  kind: string,
  layout: "sequence" | "image",
  keepdims: boolean,
  pooling: Pooling,
): Operation {
  return {
    kind,
    output(input) {
      assertLayout(input, layout);
      return keepdims ? pooled(input) : { shape: input.shape.slice(-1), layout: "vector" };
    },
    lengths: () => "ended",
    emit(emission, x) {
      const { graph, input, output } = emission;
      const axes = input.shape.slice(0, -1).map((_, i) => axisOf(input, i));
      const { output: value, backward } = pooling(emission, x, axes);
      return {
        output: graph.reshape(value, dimsOf(output)),
        backward: (gradient) => ({
          inputs: [backward(graph.reshape(gradient, dimsOf(pooled(input))))],
        }),
      };
    },
  };
}

/** A tensor with dimensions of 1 for all but its channels. */
function pooled({ shape, layout }: TensorSpec): TensorSpec {
  return { shape: [...shape.slice(0, -1).map(() => 1), shape.at(-1)!], layout };
}

const average: Pooling = ({ graph, input, padding }, x, axes) => {
  const places = input.shape.slice(0, -1);
  const spread = (gradient: string): string => {
    const dims = dimsOf({ shape: [...places, 1], layout: input.layout });
    return graph.op("Expand", [gradient, graph.integers([1, ...dims.slice(1)])]);
  };
  if (padding === undefined) {
    return {
      output: graph.mean(x, axes, true),
      backward: (gradient) => spread(graph.mul(gradient, graph.scalar(1 / sizeOf(places)))),
    };
  }
  const values = graph.mul(padding.lengths, graph.scalar(sizeOf(places.slice(1))));
  const count = graph.reshape(values, [-1, ...input.shape.map(() => 1)]);
  return {
    output: graph.div(graph.sum(padding.clear(x, input), axes, true), count),
    backward: (gradient) => padding.clear(spread(graph.div(gradient, count)), input),
  };
};

/** Positions that share the highest value get equal shares of the gradient. */
const maximum: Pooling = ({ graph, input, padding }, x, axes) => {
  const values = padding?.lower(x, input) ?? x;
  const highest = graph.op("ReduceMax", [values], { axes, keepdims: 1 });
  return {
    output: highest,
    backward(gradient) {
      const isHighest = graph.equals(values, highest);
      const share = graph.div(gradient, graph.sum(isHighest, axes, true));
      return graph.mul(isHighest, share);
    },
  };
};

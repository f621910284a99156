import type * as v from "valibot";
import { AffektError } from "../../../errors.ts";
import { integer, list } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { channelsLast, fromChannelsLast } from "../../operations/layout.ts";
import { formatShape, type Shape } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import type { TensorSpec } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  dims: list(integer({ text: "a dimension, counted from 1", min: 1 }), {
    text: "the dimensions in their new order",
    minLength: 1,
  }),
});

/** Options of `permute`, Keras' `Permute`. */
export type PermuteOptions = v.InferInput<typeof OPTIONS>;

/** The dimensions in another order, counted from 1: `permute({ dims: [2, 1] })` swaps time and channels. */
export function permute(options: PermuteOptions): Layer {
  return createLayer("permute", OPTIONS, options, ({ dims }) => [permutation(dims)]);
}

function permutation(dims: readonly number[]): Operation {
  const order = dims.map((dim) => dim - 1);
  const keepsTime = order.length > 1 && order[0] === 0;
  return {
    kind: "permute",
    output({ shape, layout }) {
      checkOrder(dims, shape);
      return { shape: order.map((dim) => shape[dim]!), layout };
    },
    lengths: () => (keepsTime ? "kept" : "ended"),
    clearsPadding: () => !keepsTime,
    emit({ graph, input, output }, x) {
      const turn = (
        value: string,
        from: TensorSpec,
        to: TensorSpec,
        axes: readonly number[],
      ): string => {
        const perm = [0, ...axes.map((axis) => axis + 1)];
        const turned = graph.transpose(channelsLast(graph, value, from), perm);
        return fromChannelsLast(graph, turned, to);
      };
      const back = order.map((_, i) => order.indexOf(i));
      return {
        output: turn(x, input, output, order),
        backward: (gradient) => ({ inputs: [turn(gradient, output, input, back)] }),
      };
    },
  };
}

function checkOrder(dims: readonly number[], input: Shape): void {
  const sorted = dims.toSorted((a, b) => a - b);
  if (sorted.length === input.length && sorted.every((dim, i) => dim === i + 1)) return;
  throw new AffektError(
    "invalid-argument",
    `cannot order the dimensions of ${formatShape(input)} as ${formatShape(dims)}; each must be there once, counted from 1`,
  );
}

import { AffektError } from "../../../errors.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { channelsLast, fromChannelsLast } from "../../graphs/layout.ts";
import { formatShape, type Shape } from "../../shape.ts";

/** The dimensions in another order, Keras' `Permute`: `dims` counts them from 1, so that `permute([2, 1])` swaps time and channels. */
export function permute(dims: readonly number[], options: LayerOptions = {}): Layer {
  const order = dims.map((dim) => dim - 1);
  const keepsTime = order.length > 1 && order[0] === 0;
  return layer("permute", options, [
    {
      kind: "permute",
      outputShape(input) {
        checkOrder(dims, input);
        return order.map((dim) => input[dim]!);
      },
      lengths: () => (keepsTime ? "kept" : "ended"),
      clearsPadding: () => !keepsTime,
      emit({ graph, input, output }, x) {
        const turn = (value: string, from: Shape, to: Shape, axes: readonly number[]): string => {
          const turned = graph.transpose(channelsLast(graph, value, from), [
            0,
            ...axes.map((axis) => axis + 1),
          ]);
          return fromChannelsLast(graph, turned, to);
        };
        const back = order.map((_, i) => order.indexOf(i));
        return {
          output: turn(x, input, output, order),
          backward: (gradient) => ({ inputs: [turn(gradient, output, input, back)] }),
        };
      },
    },
  ]);
}

function checkOrder(dims: readonly number[], input: Shape): void {
  const sorted = dims.toSorted((a, b) => a - b);
  if (sorted.length === input.length && sorted.every((dim, i) => dim === i + 1)) return;
  throw new AffektError(
    "invalid-argument",
    `cannot order the dimensions of ${formatShape(input)} as ${formatShape(dims)}; each must be there once, counted from 1`,
  );
}

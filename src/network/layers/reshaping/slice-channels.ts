import type * as v from "valibot";
import { AffektError } from "../../../errors.ts";
import { integer } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { axisOf } from "../../operations/layout.ts";
import type { Layer } from "../../symbolic-tensor.ts";

const OPTIONS = layerOptions({
  start: integer({ text: "the first channel, counted from 0", min: 0 }),
  channels: integer({ text: "number of channels", min: 1 }),
});

/** Options of `sliceChannels`. */
export type SliceChannelsOptions = v.InferInput<typeof OPTIONS>;

/** Some channels, which lie side by side, of any shape: `[…, channels]` → `[…, fewer]`, as `x[..., start:start + channels]` in NumPy. */
export function sliceChannels(options: SliceChannelsOptions): Layer {
  return createLayer("sliceChannels", OPTIONS, options, (complete) => [slice(complete)]);
}

function slice({ start, channels }: v.InferOutput<typeof OPTIONS>): Operation {
  const end = start + channels;
  return {
    kind: "sliceChannels",
    output({ shape, layout }) {
      const found = shape.at(-1)!;
      if (end <= found) return { shape: [...shape.slice(0, -1), channels], layout };
      throw new AffektError(
        "invalid-argument",
        `takes channels ${start} to ${end - 1} of a tensor that has ${found}`,
      );
    },
    emit({ graph, input }, x) {
      const { length: rank } = input.shape;
      const axis = axisOf(input, rank - 1);
      const bounds = [[start], [end], [axis]].map((values) => graph.integers(values));
      return {
        output: graph.op("Slice", [x, ...bounds]),
        backward(gradient) {
          const pads = Array<number>(2 * (rank + 1)).fill(0);
          pads[axis] = start;
          pads[rank + 1 + axis] = input.shape[rank - 1]! - end;
          return { inputs: [graph.op("Pad", [gradient, graph.integers(pads)])] };
        },
      };
    },
  };
}

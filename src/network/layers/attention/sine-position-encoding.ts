import type * as v from "valibot";
import { number, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  maxWavelength: withDefault(
    number({ text: "longest wave, as a multiple of 2 π frames", above: 0 }),
    10_000,
  ),
});

/** Options of `sinePositionEncoding`, KerasHub's `SinePositionEncoding`. */
export type SinePositionEncodingOptions = v.InferInput<typeof OPTIONS>;

/**
 * Adds sines and cosines of the frame's number to `[time, channels]`, from channel to channel slower ones. KerasHub's layer gives them
 * alone. Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, section 3.5.
 */
export function sinePositionEncoding(options: SinePositionEncodingOptions = {}): Layer {
  return createLayer("sinePositionEncoding", OPTIONS, options, ({ maxWavelength }) => [
    encoding(maxWavelength),
  ]);
}

function encoding(maxWavelength: number): Operation {
  return {
    kind: "sinePositionEncoding",
    output(input) {
      assertLayout(input, "sequence");
      return input;
    },
    emit({ graph, input: { shape } }, x) {
      const [time = 0, channels = 0] = shape;
      const values = Array.from({ length: time * channels }, (_, i) => {
        const [frame, channel] = [Math.floor(i / channels), i % channels];
        const angle = frame * maxWavelength ** ((-2 * (channel >> 1)) / channels);
        return channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      });
      return {
        output: graph.add(x, graph.floats(values, shape)),
        backward: (gradient) => ({ inputs: [gradient] }),
      };
    },
  };
}

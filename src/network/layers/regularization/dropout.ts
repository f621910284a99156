import type * as v from "valibot";
import { number } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { DROPOUT, randomFactors } from "../../operations/random-factors.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  rate: number({ text: "share of the values that are set to 0", min: 0, below: 1 }),
});

/** Options of `dropout`, `spatialDropout1d` and `spatialDropout2d`, Keras' `Dropout`, `SpatialDropout1D` and `SpatialDropout2D`. */
export type DropoutOptions = v.InferInput<typeof OPTIONS>;

/**
 * Sets a share `rate` of the values to 0 while training and divides the others by 1 - rate. It takes any shape. The factors are an input
 * of the graph. Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
 */
export function dropout(options: DropoutOptions): Layer {
  return createLayer("dropout", OPTIONS, options, ({ rate }) => [
    randomFactors(DROPOUT, rate, (input) => input),
  ]);
}

/** Dropout of whole channels of `[time, channels]`. */
export function spatialDropout1d(options: DropoutOptions): Layer {
  return spatialDropout("spatialDropout1d", "sequence", options);
}

/** Dropout of whole channels of `[height, width, channels]`: Tompson et al. 2015, https://arxiv.org/abs/1411.4280. */
export function spatialDropout2d(options: DropoutOptions): Layer {
  return spatialDropout("spatialDropout2d", "image", options);
}

function spatialDropout(
  kind: string,
  layout: "sequence" | "image",
  options: DropoutOptions,
): Layer {
  return createLayer(kind, OPTIONS, options, ({ rate }) => [
    {
      ...randomFactors(kind, rate, ({ shape }) => ({
        shape: [...shape.slice(0, -1).map(() => 1), shape.at(-1)!],
        layout,
      })),
      output(input) {
        assertLayout(input, layout);
        return input;
      },
    },
  ]);
}

import type * as v from "valibot";
import { flag, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { gruCell } from "../../operations/recurrent/gru-cell.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { CELL, RECURRENT_ACTIVATION } from "./recurrent-options.ts";
import { recurrentOperations } from "./recurrent-operations.ts";

/** The options of `gru` but for its name. */
export const GRU = {
  ...CELL,
  ...RECURRENT_ACTIVATION,
  resetAfter: withDefault(
    flag({ text: "reset gate behind the product with the recurrent kernel, as in cuDNN" }),
    true,
  ),
};

const OPTIONS = layerOptions(GRU);

/** Options of `gru`, Keras' `GRU`. */
export type GruOptions = v.InferInput<typeof OPTIONS>;

/**
 * Gated recurrent units over time: `[time, channels]` → `[units]`, or with `returnSequences` `[time, units]`.
 * Cho et al. 2014, https://arxiv.org/abs/1406.1078. Padding is ignored.
 */
export function gru(options: GruOptions): Layer {
  return createLayer("gru", OPTIONS, options, (complete) =>
    recurrentOperations(gruCell(complete), complete),
  );
}

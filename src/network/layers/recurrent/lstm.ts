import type * as v from "valibot";
import { flag, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { lstmCell } from "../../operations/recurrent/lstm-cell.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { CELL, RECURRENT_ACTIVATION } from "./recurrent-options.ts";
import { recurrentOperations } from "./recurrent-operations.ts";

/** The options of `lstm` but for its name. */
export const LSTM = {
  ...CELL,
  ...RECURRENT_ACTIVATION,
  unitForgetBias: withDefault(flag({ text: "start the bias of the forget gate at 1" }), true),
};

const OPTIONS = layerOptions(LSTM);

/** Options of `lstm`, Keras' `LSTM`. */
export type LstmOptions = v.InferInput<typeof OPTIONS>;

/**
 * Long short-term memory over time: `[time, channels]` → `[units]`, or with `returnSequences` `[time, units]`.
 * Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735. Padding is ignored.
 */
export function lstm(options: LstmOptions): Layer {
  return createLayer("lstm", OPTIONS, options, (complete) =>
    recurrentOperations(lstmCell(complete), complete),
  );
}

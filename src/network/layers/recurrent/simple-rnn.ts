import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import { simpleCell } from "../../operations/recurrent/simple-cell.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { CELL } from "./recurrent-options.ts";
import { recurrentOperations } from "./recurrent-operations.ts";

/** The options of `simpleRnn` but for its name. */
export const SIMPLE_RNN = CELL;

const OPTIONS = layerOptions(SIMPLE_RNN);

/** Options of `simpleRnn`, Keras' `SimpleRNN`. */
export type SimpleRnnOptions = v.InferInput<typeof OPTIONS>;

/**
 * A recurrent layer without gates: `[time, channels]` → `[units]`, or with `returnSequences` `[time, units]`.
 * Elman 1990, https://doi.org/10.1207/s15516709cog1402_1. Padding is ignored.
 */
export function simpleRnn(options: SimpleRnnOptions): Layer {
  return createLayer("simpleRnn", OPTIONS, options, (complete) =>
    recurrentOperations(simpleCell(complete), complete),
  );
}

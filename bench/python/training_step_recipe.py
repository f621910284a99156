"""A step of the fastest epoch of 20 steps, as `fit` takes them, of the well-known recipe, one thread: `mlp` in scikit-learn (float32), `cnn` in Keras; processor time (with --wall: by the clock) in milliseconds.

Usage: python bench/python/training_step_recipe.py --network mlp|cnn|cnn-193 [--seconds 4] [--wall]
"""

import surroundings  # noqa: F401

import argparse
import json
import time
import warnings

import numpy as np
from recipe import cnn, mlp

CLASSES = 8
STEPS = 20


def rows(batch: int, columns: int):
    count = batch * STEPS
    X = np.random.default_rng(1).normal(size=(count, columns)).astype(np.float32)
    return X, np.arange(count) % CLASSES


def mlp_epoch():
    X, y = rows(256, 180)
    model = mlp(1).set_params(max_iter=1)
    return lambda: model.fit(X, y)


def cnn_epoch(columns: int):
    X, y = rows(32, columns)
    model = cnn(columns, CLASSES, 1)
    return lambda: model.fit(X[..., None], y, batch_size=32, epochs=1, verbose=0)


parser = argparse.ArgumentParser()
parser.add_argument("--network", choices=["mlp", "cnn", "cnn-193"], required=True)
parser.add_argument("--seconds", type=float, default=4)
parser.add_argument("--wall", action="store_true")
arguments = parser.parse_args()
warnings.simplefilter("ignore")
clock = time.perf_counter if arguments.wall else time.process_time
epoch = mlp_epoch() if arguments.network == "mlp" else cnn_epoch(193 if arguments.network == "cnn-193" else 180)
epoch()
best = float("inf")
end = time.perf_counter() + arguments.seconds
while best == float("inf") or time.perf_counter() < end:
    before = clock()
    epoch()
    best = min(best, 1000 * (clock() - before) / STEPS)
print(json.dumps({"step": best}))

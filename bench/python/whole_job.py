"""The whole job in Python on one thread: imports, features of all clips, MLP to convergence, CNN of 50 epochs.

usage: whole_job.py --data DIR [--set classic|classic-180] [--limit N] [--epochs 50]

DIR holds RAVDESS clips (`Actor_NN/03-01-….flac`); --limit takes N of them, spread over the folder. Prints JSON: seconds for each part and in all.
"""

import time

started = time.perf_counter()

import surroundings  # noqa: F401

import argparse
import json
from pathlib import Path

import keras
import librosa
import numpy as np
from librosa_features import FEATURE_SETS, SAMPLE_RATE
from recipe import train_and_predict
from sklearn.model_selection import train_test_split

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--set", choices=FEATURE_SETS, default="classic")
parser.add_argument("--limit", type=int)
parser.add_argument("--epochs", type=int, default=50)
args = parser.parse_args()

seconds = {}
lap = started


def lap_done(part: str) -> None:
    global lap
    now = time.perf_counter()
    seconds[part], lap = round(now - lap, 3), now


lap_done("imports")

paths = sorted(args.data.glob("Actor_*/*.flac"))
if args.limit:
    paths = [paths[i * len(paths) // args.limit] for i in range(args.limit)]
X = np.array([FEATURE_SETS[args.set](librosa.load(path, sr=SAMPLE_RATE)[0]) for path in paths], dtype=np.float32)
y = np.array([int(path.stem.split("-")[2]) - 1 for path in paths])
lap_done("features")

train, test = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
accuracy = {}
for kind in ("mlp", "cnn"):
    predicted = train_and_predict(kind, X[train], y[train], X[test], 0, args.epochs)
    accuracy[kind] = float(np.mean(predicted == y[test]))
    lap_done(kind)

seconds["total"] = round(time.perf_counter() - started, 3)
versions = {"librosa": librosa.__version__, "keras": keras.__version__}
print(json.dumps({"clips": len(paths), "set": args.set, "epochs": args.epochs, "seconds": seconds, "accuracy": accuracy, "versions": versions}))

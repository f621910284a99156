"""Trains scikit-learn's MLP or Keras' CNN on a feature table and given folds, one thread.

usage: train_compare.py --features TABLE.npz --folds FOLDS.json --model mlp|cnn [--seeds 0,1,2] [--epochs 50]

FOLDS.json: {"protocols": {"emobox-6": [{"name": …, "train": [row, …], "test": [row, …]}, …], …}}. Prints JSON:
for each protocol and seed accuracy and UAR over all test rows of its folds together, and the seconds that it took.
"""

import surroundings  # noqa: F401

import argparse
import json
import time
from pathlib import Path

import numpy as np
from feature_table import read_feature_table
from recipe import train_and_predict
from sklearn.metrics import accuracy_score, recall_score

parser = argparse.ArgumentParser()
parser.add_argument("--features", required=True)
parser.add_argument("--folds", type=Path, required=True)
parser.add_argument("--model", choices=["mlp", "cnn"], required=True)
parser.add_argument("--seeds", default="0,1,2")
parser.add_argument("--epochs", type=int, default=50, help="of the CNN")
args = parser.parse_args()

X, emotion = read_feature_table(args.features)
y = np.unique(emotion, return_inverse=True)[1]


def run(folds: list[dict], seed: int) -> dict:
    started = time.perf_counter()
    pairs = [(train_and_predict(args.model, X[f["train"]], y[f["train"]], X[f["test"]], seed, args.epochs), y[f["test"]]) for f in folds]
    predicted, true = (np.concatenate(side) for side in zip(*pairs))
    figures = {"accuracy": accuracy_score(true, predicted), "uar": recall_score(true, predicted, average="macro")}
    return {"seed": seed, **figures, "seconds": round(time.perf_counter() - started, 3)}


seeds = [int(seed) for seed in args.seeds.split(",")]
protocols = json.loads(args.folds.read_text())["protocols"]
result = {name: [run(folds, seed) for seed in seeds] for name, folds in protocols.items()}
print(json.dumps({"model": args.model, "columns": X.shape[1], "protocols": result}))

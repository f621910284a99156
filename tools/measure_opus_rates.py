"""What a model trained on Opus clips loses when it is tested on the lossless ones, against one trained on lossless clips.

usage: measure_opus_rates.py LOSSLESS.csv OPUS.csv… [--seeds 10] [--columns 180]

Tables by `affekt features FOLDER -o TABLE.csv`, one of the lossless clips, one of each rate. The MLP of the recipe on the `emobox-6` folds of RAVDESS, UAR over all test clips.
Prints JSON: the UAR of each seed, and the loss (points) with its mean, a 95 % t interval over seeds and
a 95 % bootstrap interval over speakers of the mean over seeds.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.metrics import recall_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

EMOBOX_6 = [[1, 11, 20, 21], [4, 10, 12, 14], [8, 9, 19, 23], [3, 5, 7, 24], [2, 15, 16, 18], [6, 13, 17, 22]]

parser = argparse.ArgumentParser()
parser.add_argument("lossless", type=Path)
parser.add_argument("opus", type=Path, nargs="+")
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--columns", type=int, default=180)
args = parser.parse_args()


def read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path)
    return table.set_index(table["file"].map(lambda file: Path(file).stem)).sort_index()


lossless = read(args.lossless)
emotion, actor = lossless["emotion"].to_numpy(), lossless["speaker"].to_numpy()


def features(path: Path) -> np.ndarray:
    table = read(path)
    assert list(table.index) == list(lossless.index), path
    first = table.columns.get_loc("mfcc_0")
    return table.iloc[:, first : first + args.columns].to_numpy(np.float32)


def predictions(X: np.ndarray, seed: int, tests: list[np.ndarray]) -> list[np.ndarray]:
    """Of models trained on X, for each of the test tables, over all folds."""
    predicted = [np.empty_like(emotion) for _ in tests]
    for speakers in EMOBOX_6:
        test = np.isin(actor, speakers)
        scaler = StandardScaler().fit(X[~test])
        recipe = {"hidden_layer_sizes": (300,), "alpha": 0.01, "batch_size": 256, "learning_rate_init": 1e-3, "max_iter": 500}
        model = MLPClassifier(**recipe, random_state=seed).fit(scaler.transform(X[~test]), emotion[~test])
        for labels, Y in zip(predicted, tests):
            labels[test] = model.predict(scaler.transform(Y[test]))
    return predicted


def uar(predicted: np.ndarray, rows: np.ndarray | slice = slice(None)) -> float:
    return 100 * recall_score(emotion[rows], predicted[rows], average="macro")


clean = features(args.lossless)
reference = [predictions(clean, seed, [clean])[0] for seed in range(args.seeds)]
result = {"lossless": [uar(labels) for labels in reference]}
speakers = np.unique(actor)
draws = np.random.default_rng(0).choice(speakers, (1000, len(speakers)))
resamples = [np.concatenate([np.flatnonzero(actor == speaker) for speaker in draw]) for draw in draws]
for path in args.opus:
    X = features(path)
    runs = [predictions(X, seed, [clean, X]) for seed in range(args.seeds)]
    on_clean = [run[0] for run in runs]
    loss = np.array([uar(a) - uar(b) for a, b in zip(reference, on_clean)])
    losses = [np.mean([uar(a, rows) - uar(b, rows) for a, b in zip(reference, on_clean)]) for rows in resamples]
    result[path.stem] = {
        "testedOnLossless": [uar(labels) for labels in on_clean],
        "testedOnOpus": [uar(run[1]) for run in runs],
        "lossMean": loss.mean(),
        "lossIntervalSeeds": stats.t.interval(0.95, len(loss) - 1, loss.mean(), stats.sem(loss)),
        "lossIntervalSpeakers": list(np.percentile(losses, [2.5, 97.5])),
    }
print(json.dumps(result, default=float))

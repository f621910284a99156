"""Writes src/metrics/scores.golden.json: labels, predictions and what scikit-learn 1.9.1 says about them,
and src/metrics/bootstrap.golden.json: a percentile interval over speakers by scipy.

Run by hand: python tools/make_metrics_goldens.py (numpy, scipy, scikit-learn==1.9.1).
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from scipy import stats
from sklearn import metrics

OUT = Path(__file__).parent.parent / "src/metrics"

warnings.filterwarnings("ignore")  # classes without true or predicted clips are what is tested


def case(name, classes, true, predicted):
    labels = range(classes)
    per_class = metrics.precision_recall_fscore_support(
        true, predicted, labels=labels, zero_division=0
    )
    macro = metrics.precision_recall_fscore_support(
        true, predicted, average="macro", zero_division=0
    )
    return {
        "name": name,
        "classes": classes,
        "true": [int(v) for v in true],
        "predicted": [int(v) for v in predicted],
        "confusion": metrics.confusion_matrix(true, predicted, labels=labels).tolist(),
        "accuracy": float(metrics.accuracy_score(true, predicted)),
        "uar": float(metrics.balanced_accuracy_score(true, predicted)),
        "precision": float(macro[0]),
        "recall": float(macro[1]),
        "f1": float(macro[2]),
        "perClass": [
            {
                "precision": float(p),
                "recall": float(r),
                "f1": float(f),
                "support": int(s),
            }
            for p, r, f, s in zip(*per_class)
        ],
    }


def main():
    rng = np.random.default_rng(7)
    true = rng.choice(8, 120, p=np.array([1, 2, 2, 2, 2, 2, 2, 2]) / 15)
    predicted = np.where(rng.random(120) < 0.5, true, rng.integers(0, 8, 120))
    cases = [
        case("eight unbalanced classes", 8, true, predicted),
        case("all right", 3, [0, 1, 2, 2], [0, 1, 2, 2]),
        case("all wrong", 3, [0, 1, 2, 2], [1, 2, 0, 0]),
        case("a class never predicted", 3, [0, 0, 1, 2, 2], [0, 1, 1, 0, 1]),
        case("a class without clips that is predicted", 3, [0, 0, 1, 1], [0, 2, 1, 2]),
        case("a class neither true nor predicted", 4, [0, 0, 1, 3], [0, 1, 1, 3]),
    ]
    assert sklearn.__version__ == "1.9.1", sklearn.__version__
    write("scores", {"scikit-learn": sklearn.__version__, "cases": cases})
    write("bootstrap", bootstrap(rng))


def bootstrap(rng):
    """Twelve speakers of unequal skill and unequal numbers of clips, three classes."""
    sizes = rng.integers(6, 20, 12)
    speakers = np.repeat(np.arange(12), sizes)
    skill = rng.uniform(0.2, 0.95, 12)
    true = rng.integers(0, 3, len(speakers))
    right = rng.random(len(speakers)) < skill[speakers]
    predicted = np.where(right, true, (true + rng.integers(1, 3, len(speakers))) % 3)

    def interval(metric):
        def statistic(drawn):
            clips = np.concatenate([np.flatnonzero(speakers == s) for s in drawn])
            return metric(true[clips], predicted[clips])

        result = stats.bootstrap(
            (np.arange(12),), statistic, n_resamples=20000, vectorized=False,
            method="percentile", rng=rng,
        )
        return [float(v) for v in result.confidence_interval]

    return {
        "speakers": speakers.tolist(),
        "true": true.tolist(),
        "predicted": predicted.tolist(),
        "accuracy": interval(metrics.accuracy_score),
        "uar": interval(metrics.balanced_accuracy_score),
    }


def write(name, content):
    (OUT / f"{name}.golden.json").write_text(json.dumps(content) + "\n")


main()

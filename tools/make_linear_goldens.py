"""Makes the goldens of the linear models: what scikit-learn learns, and how it answers for rows that it did not learn from.

Usage: python tools/make_linear_goldens.py
Needs scikit-learn 1.9. Writes src/models/kinds/linear.golden.json.
"""

from pathlib import Path

import numpy as np
import sklearn
from golden_json import write_golden
from scipy.special import softmax
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifier

TARGET = Path(__file__).parent.parent / "src" / "models" / "kinds" / "linear.golden.json"


def clouds(counts: list[int], columns: int, seed: int) -> dict:
    """Classes of different sizes around centres of their own, columns of different spread; what is left for testing is another draw."""
    rng = np.random.default_rng(seed)
    centres, spread = rng.normal(size=(len(counts), columns)), np.linspace(0.2, 3, columns)
    y = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    X = np.round(centres[y] + spread * rng.normal(size=(len(y), columns)) @ rng.normal(size=(columns, columns)) / 2, 2)
    X[y == 0, 1] = 0.5  # varies in the other classes only
    return {"X": X, "y": y, "test": np.round(2 * rng.normal(size=(5, columns)), 2)}


DATA = {
    "three classes": clouds([9, 17, 24], 5, 1),
    "two classes": clouds([12, 20], 4, 2),
    "more columns than rows of a class": clouds([4, 5, 7, 6], 9, 3),
    "more columns than rows": clouds([4, 5, 3], 20, 4),
}


def weights_of(y: np.ndarray, how: str) -> dict | None:
    """A weight for each class, all but the second of which count otherwise where they are listed."""
    classes = range(y.max() + 1)
    match how:
        case "none":
            return None
        case "balanced":
            return {k: len(y) / (len(classes) * np.sum(y == k)) for k in classes}
        case "listed":
            return {k: [3, 1, 0.25, 2][k] for k in classes}


def shrunk(y: np.ndarray, weights: dict | None) -> LinearDiscriminantAnalysis:
    """A given share of shrinkage."""
    return lda(y, weights, 0.5)


def lda(y: np.ndarray, weights: dict | None, shrinkage: str | float = "auto") -> LinearDiscriminantAnalysis:
    """It has no weights; its priors, which count in the covariance, too, are the classes' shares of the weight."""
    shares = np.array([np.sum(y == k) * (weights or {k: 1})[k] for k in range(y.max() + 1)])
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage, priors=shares / shares.sum())


def logistic(_y: np.ndarray, weights: dict | None) -> LogisticRegression:
    return LogisticRegression(C=0.5, tol=1e-7, max_iter=1000, class_weight=weights)


def ridge(_y: np.ndarray, weights: dict | None) -> RidgeClassifier:
    return RidgeClassifier(alpha=2.0, solver="cholesky", class_weight=weights)


def probabilities(model, X: np.ndarray) -> np.ndarray:
    if hasattr(model, "predict_proba"):
        return model.predict_proba(X)
    scores = model.decision_function(X)
    return softmax(scores if scores.ndim == 2 else np.stack([-scores, scores], axis=1), axis=1)


def case(kind: str, make, name: str, how: str) -> dict:
    X, y, test = DATA[name].values()
    weights = weights_of(y, how)
    model = make(y, weights).fit(X, y)
    learned = {} if y.max() == 1 else {"kernel": model.coef_.T, "bias": model.intercept_}
    listed = {"listed": {f"class {k}": weight for k, weight in weights.items()}} if how == "listed" else {}
    return {"kind": kind, "data": name, "weights": how, **listed, **learned, "probabilities": probabilities(model, test)}


write_golden(
    TARGET,
    {
        "source": f"scikit-learn {sklearn.__version__}",
        "data": DATA,
        "cases": [
            case(kind, make, name, how)
            for kind, make in [("lda", lda), ("shrunk lda", shrunk), ("logistic", logistic), ("ridge", ridge)]
            for name in DATA
            # elsewhere what is learned there depends on rounding
            if kind == "shrunk lda" or name != "more columns than rows"
            for how in ["none", "balanced", "listed"]
        ],
    },
)

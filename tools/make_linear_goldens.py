"""Makes the goldens of the linear models: what scikit-learn learns, and how it answers for rows that it did not learn from.

Usage: python tools/make_linear_goldens.py
Needs scikit-learn 1.9. Writes src/models/linear/linear.golden.json.
"""

from pathlib import Path

import numpy as np
import sklearn
from golden_json import write_golden
from scipy.special import softmax
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifier

TARGET = Path(__file__).parent.parent / "src" / "models" / "linear" / "linear.golden.json"


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
}


def lda(classes: int, balanced: bool) -> LinearDiscriminantAnalysis:
    priors = np.full(classes, 1 / classes) if balanced else None
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto", priors=priors)


def logistic(classes: int, balanced: bool) -> LogisticRegression:
    return LogisticRegression(C=0.5, tol=1e-7, max_iter=1000, class_weight="balanced" if balanced else None)


def ridge(classes: int, balanced: bool) -> RidgeClassifier:
    return RidgeClassifier(alpha=2.0, solver="cholesky", class_weight="balanced" if balanced else None)


def probabilities(model, X: np.ndarray) -> np.ndarray:
    if hasattr(model, "predict_proba"):
        return model.predict_proba(X)
    scores = model.decision_function(X)
    return softmax(scores if scores.ndim == 2 else np.stack([-scores, scores], axis=1), axis=1)


def case(kind: str, make, name: str, balanced: bool) -> dict:
    X, y, test = DATA[name].values()
    model = make(y.max() + 1, balanced).fit(X, y)
    learned = {} if y.max() == 1 else {"kernel": model.coef_.T, "bias": model.intercept_}
    return {"kind": kind, "data": name, "balanced": balanced, **learned, "probabilities": probabilities(model, test)}


write_golden(
    TARGET,
    {
        "source": f"scikit-learn {sklearn.__version__}",
        "data": DATA,
        "cases": [
            case(kind, make, name, balanced)
            for kind, make in [("lda", lda), ("logistic", logistic), ("ridge", ridge)]
            for name in DATA
            for balanced in [False, True]
        ],
    },
)

"""Makes the golden of normal scores by quantiles: skewed columns, ties, a constant column, and rows outside of what was learned from.

Values that equal several quantiles get the middle of their scores, as in scikit-learn's QuantileTransformer.

Usage: python tools/make_normal_scores_golden.py
Needs numpy and scipy. Writes src/models/kinds/normal-scores.golden.json.
"""

from pathlib import Path

import numpy as np
import scipy
from golden_json import write_golden
from scipy.stats import norm

TARGET = Path(__file__).parent.parent / "src" / "models" / "kinds" / "normal-scores.golden.json"
QUANTILES = 32

rng = np.random.default_rng(0)
X = np.column_stack(
    [
        np.exp(2 * rng.normal(size=60)),
        rng.normal(size=60),
        np.maximum(0, rng.normal(size=60)),  # half of it is 0
        np.full(60, 3.0),
    ]
).round(3)
test = np.vstack([X[:6], X.min(axis=0) - 1, X.max(axis=0) + 1, np.median(X, axis=0)]).round(3)

shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
quantiles = np.quantile(X, shares, axis=0)


def scores(x: np.ndarray, q: np.ndarray) -> np.ndarray:
    z = norm.ppf(shares)
    return (np.interp(x, q, z) - np.interp(-x, -q[::-1], -z[::-1])) / 2


write_golden(
    TARGET,
    {
        "source": f"NumPy {np.__version__}, SciPy {scipy.__version__}",
        "X": X,
        "test": test,
        "quantiles": quantiles,
        "scores": np.column_stack([scores(test[:, c], quantiles[:, c]) for c in range(X.shape[1])]),
    },
)

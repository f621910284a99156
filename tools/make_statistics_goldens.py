"""Writes src/features/statistics.golden.json: statistics of short series by numpy, scipy and statsmodels.

usage: make_statistics_goldens.py [--out src/features]
"""

import argparse
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy.stats import iqr, kurtosis, skew
from statsmodels.tsa.stattools import acf

from golden_json import write_golden

SECONDS_PER_FRAME = 512 / 22050


def statistics(x: np.ndarray) -> dict:
    t = np.arange(len(x)) * SECONDS_PER_FRAME
    return {
        "mean": x.mean(),
        "std": x.std(),
        "min": x.min(),
        "max": x.max(),
        "range": np.ptp(x),
        "median": np.median(x),
        "iqr": iqr(x),
        "skewness": skew(x),
        "kurtosis": kurtosis(x),
        "slope": np.polyfit(t, x, 1)[0],
        **{f"percentile{q}": np.percentile(x, q) for q in (0, 5, 20, 50, 80, 99, 100)},
        **{f"autocorrelation{lag}": acf(x, nlags=lag, fft=False)[lag] for lag in (1, 3, 8) if lag < len(x)},
    }


def series() -> dict:
    random = np.random.default_rng(5)
    made = {
        "normal": random.normal(size=157),
        "skewed": random.exponential(size=40) * 100 - 7,
        "even": random.uniform(-80, 0, size=16),
        "rising": np.arange(9) ** 1.5,
        "far": 1e4 + random.normal(size=30),
        "ties": np.repeat([1.0, 2.0, 2.0, 5.0], 3),
        "two": np.array([3.0, -1.0]),
    }
    # the frames of the descriptors are float32
    return {name: values.astype(np.float32) for name, values in made.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default="src/features")
    out = parser.parse_args().out
    write_golden(
        out / "statistics.golden.json",
        {
            "source": f"numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
            "secondsPerFrame": SECONDS_PER_FRAME,
            "series": {name: {"values": x, "statistics": statistics(x.astype(np.float64))} for name, x in series().items()},
        },
    )

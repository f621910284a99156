"""Writes src/models/inference/calibration.golden.json: the temperature that scikit-learn finds for probabilities.

Usage: python tools/make_calibration_golden.py, with the packages of tools/requirements.txt."""
from pathlib import Path

import numpy as np
from golden_json import write_golden
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

TARGET = Path(__file__).parent.parent / "src/models/inference/calibration.golden.json"
ROWS, CLASSES = 60, 4


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose features are its scores."""

    def fit(self, X, y):
        self.classes_ = np.arange(CLASSES)
        return self

    def decision_function(self, X):
        return X

    def predict(self, X):
        return X.argmax(axis=1)


generator = np.random.default_rng(0)
truth = generator.integers(CLASSES, size=ROWS)
scores = generator.normal(size=(ROWS, CLASSES)) * 4
scores[np.arange(ROWS), truth] += 3
probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
probabilities = np.float32(probabilities / probabilities.sum(axis=1, keepdims=True))
logs = np.log(np.float64(probabilities))
model = FrozenEstimator(Given().fit(logs, truth))
calibrated = CalibratedClassifierCV(model, method="temperature", ensemble=False).fit(logs, truth)
beta = calibrated.calibrated_classifiers_[0].calibrators[0].beta_
golden = {
    "probabilities": probabilities.ravel(),
    "truth": truth.tolist(),
    "temperature": float(1 / beta),
    "calibrated": calibrated.predict_proba(logs).ravel(),
}
write_golden(TARGET, golden)

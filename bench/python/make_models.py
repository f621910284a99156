"""Trains and saves models (the CNN for two epochs only) for predict_one.py: mlp.joblib and cnn.keras.

usage: make_models.py --features TABLE.npz --out DIR

TABLE.npz is the feature set `classic` as `affekt features` writes it. Prints the two paths as JSON.
"""

import surroundings  # noqa: F401

import argparse
import json
from pathlib import Path

import joblib
import numpy as np
from emotions import EMOTIONS
from feature_table import read_feature_table
from keras.layers import Normalization
from keras.models import Sequential
from recipe import cnn, mlp
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--features", required=True)
parser.add_argument("--out", type=Path, required=True)
args = parser.parse_args()

X, emotion = read_feature_table(args.features)
paths = {kind: str(args.out / name) for kind, name in [("mlp", "mlp.joblib"), ("cnn", "cnn.keras")]}

joblib.dump(make_pipeline(StandardScaler(), mlp(seed=0)).fit(X, emotion), paths["mlp"])

scaling = Normalization(axis=1)
scaling.adapt(X[..., None])
model = Sequential([scaling, *cnn(X.shape[1], len(EMOTIONS), seed=0).layers])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(X[..., None], np.array([EMOTIONS.index(name) for name in emotion]), batch_size=32, epochs=2, verbose=0)
model.save(paths["cnn"])
print(json.dumps(paths))

"""The emotion of one recording in Python, from start to exit: what `affekt predict` is measured against.

usage: predict_one.py --model FILE --audio FILE --kind mlp|cnn

Models by make_models.py. Prints JSON: the emotion, and the probability of each.
"""

import surroundings  # noqa: F401

import argparse
import json

import librosa
from librosa_features import SAMPLE_RATE, classic

parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--audio", required=True)
parser.add_argument("--kind", choices=["mlp", "cnn"], required=True)
args = parser.parse_args()

features = classic(librosa.load(args.audio, sr=SAMPLE_RATE)[0])[None]
if args.kind == "mlp":
    import joblib

    model = joblib.load(args.model)
    labels, probabilities = model.classes_.tolist(), model.predict_proba(features)[0]
else:
    from emotions import EMOTIONS
    from keras.models import load_model

    labels, probabilities = EMOTIONS, load_model(args.model, compile=False).predict(features[..., None], verbose=0)[0]
by_label = {label: round(float(p), 6) for label, p in zip(labels, probabilities)}
print(json.dumps({"emotion": max(by_label, key=by_label.get), "probabilities": by_label}))

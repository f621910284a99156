"""Compares a model from `affekt export MODEL --waveform` in Python's onnxruntime with Affekt, by examples/python/predict.py.

    affekt predict MODEL FOLDER --json > predictions.json      # recordings of 16 kHz, 0.1 to 15 s
    python tools/check_waveform_model.py WAVEFORM.onnx predictions.json

Another runtime, or another version of it, rounds the int8 products differently. Fails unless the emotion is the same on 99 % of the
recordings, the mean difference of probabilities at most 0.003, and the largest at most 0.05.
Needs onnxruntime and soundfile.
"""

import json
import sys
from pathlib import Path

import onnxruntime

sys.path.insert(0, str(Path(__file__).parent.parent / "examples" / "python"))
from predict import load, predict

session, labels = load(sys.argv[1])
predictions = json.loads(Path(sys.argv[2]).read_text())["predictions"]
differences = []
agreed = 0
for prediction in predictions:
    found = predict(session, labels, prediction["file"])
    agreed += max(found, key=found.get) == prediction["emotion"]
    differences += [abs(found[one["emotion"]] - one["probability"]) for one in prediction["probabilities"]]
share, mean, largest = agreed / len(predictions), sum(differences) / len(differences), max(differences)
result = {"onnxruntime": onnxruntime.__version__, "recordings": len(predictions), "same": share, "mean": mean, "largest": largest}
print(json.dumps(result))
sys.exit(share < 0.99 or mean > 0.003 or largest > 0.05)

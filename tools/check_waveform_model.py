"""Runs a model from `affekt export MODEL --waveform` in onnxruntime on a 16 kHz WAV file of 16 bits and prints its probabilities.

Usage: python tools/check_waveform_model.py MODEL.onnx RECORDING.wav [PREDICTIONS.json]
With the output of `affekt predict MODEL RECORDING.wav --json`, fails where a probability is more than 0.05 away: another version of the runtime
rounds the int8 products differently. On the same runtime it is 1e-4 (src/node/export-waveform.test.ts).
Needs numpy and onnxruntime.
"""

import json
import sys
import wave
from pathlib import Path

import numpy as np
import onnxruntime

model, recording, *reference = sys.argv[1:]
with wave.open(recording) as file:
    assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2), "needs 16 kHz, mono, 16 bits"
    samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
session = onnxruntime.InferenceSession(model)
labels = json.loads(session.get_modelmeta().custom_metadata_map["affekt-waveform"])["labels"]
(probabilities,) = session.run(["probabilities"], {"samples": samples[None]})
found = dict(zip(labels, probabilities[0].tolist(), strict=True))
print(json.dumps(found))
for path in reference:
    (prediction,) = json.loads(Path(path).read_text())["predictions"]
    differences = [abs(found[one["emotion"]] - one["probability"]) for one in prediction["probabilities"]]
    print(f"largest difference {max(differences):.2g}")
    assert max(differences) < 0.05

"""Checks that the models of tools/export-layers.ts are valid ONNX and have the same outputs in ONNX Runtime for Python.

Usage: node tools/export-layers.ts FOLDER && python tools/check_onnx.py FOLDER
Needs onnx, onnxruntime 1.17 or newer, and numpy.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

worst = 0.0
files = sorted(Path(sys.argv[1]).glob("*.onnx"))
versions = set()
for file in files:
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    versions.add((model.ir_version, model.opset_import[0].version))
    expected = json.loads(file.with_suffix(".json").read_text())
    feeds = {
        name: np.array(tensor["data"], np.float32).reshape(tensor["dims"])
        for name, tensor in expected["feeds"].items()
    }
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    (answer,) = session.run(None, feeds)
    error = float(np.abs(answer.ravel() - np.array(expected["answer"])).max())
    worst = max(worst, error)
    if not error < 1e-5:
        sys.exit(f"{expected['name']}: differs by {error}")
if not files:
    sys.exit("no models in the folder")
print(f"{len(files)} models (IR and opset {versions}) on onnxruntime {onnxruntime.__version__}: at most {worst:.2g} apart")

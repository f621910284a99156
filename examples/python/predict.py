"""Predicts the emotion of recordings with Affekt's default model in Python.

    npx affekt export default --waveform -o emotion.onnx
    pip install onnxruntime soundfile
    python predict.py emotion.onnx hello.wav
"""

import json
import sys

import onnxruntime
import soundfile


def load(model):
    """The model's session and its labels."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    labels = json.loads(session.get_modelmeta().custom_metadata_map["affekt-waveform"])["labels"]
    return session, labels


def predict(session, labels, recording):
    """The probability of each emotion for a recording of 0.1 to 15 s at 16 kHz."""
    samples, rate = soundfile.read(recording, dtype="float32", always_2d=True)
    if rate != 16_000:
        raise ValueError(f"{recording}: {rate} Hz; convert it: ffmpeg -i {recording} -ar 16000 out.wav")
    mono = samples.mean(axis=1)[None]
    (probabilities,) = session.run(["probabilities"], {"samples": mono})
    return dict(zip(labels, probabilities[0].tolist(), strict=True))


if __name__ == "__main__":
    session, labels = load(sys.argv[1])
    for recording in sys.argv[2:]:
        found = predict(session, labels, recording)
        emotion = max(found, key=found.get)
        print(f"{recording}: {emotion} {found[emotion]:.1%}")

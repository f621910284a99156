"""A FastAPI server with librosa and onnxruntime: predict_server.py MODEL.onnx PORT; the peer of bench/server-load.ts.

It runs one process a core, as uvicorn's documentation advises, each with one thread for numerics, and computes the transform and the mel
spectrogram once for all features. The features are those of the sets `classic-180` (40 MFCC, 12 chroma, 128 mel values) and `classic`
(with 7 values of contrast and 6 of tonnetz), each the mean over time. A model that `affekt export --waveform` wrote takes the samples.
"""
import io
import json
import os
import sys

for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = "1"

import anyio.to_thread
import librosa
import numpy as np
import onnx
import onnxruntime
import soundfile
import uvicorn
from fastapi import FastAPI, Request

MODEL, PORT = os.environ.get("MODEL") or sys.argv[1], int(os.environ.get("PORT") or sys.argv[2])
os.environ["MODEL"], os.environ["PORT"] = MODEL, str(PORT)
RATE = 22050
app = FastAPI()
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(MODEL, options)
input_name = session.get_inputs()[0].name
metadata = {one.key: one.value for one in onnx.load(MODEL).metadata_props}
takes_samples = "affekt-waveform" in metadata
labels = json.loads(metadata["affekt-waveform" if takes_samples else "affekt"])["labels"]
width = session.get_inputs()[0].shape[-1]


def features(samples):
    magnitudes = np.abs(librosa.stft(samples))
    mel = librosa.feature.melspectrogram(S=magnitudes**2, sr=RATE)
    mfcc = librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=40)
    rows = [mfcc, librosa.feature.chroma_stft(S=magnitudes, sr=RATE), mel]
    if width > 180:
        rows.append(librosa.feature.spectral_contrast(S=magnitudes, sr=RATE))
        rows.append(librosa.feature.tonnetz(y=librosa.effects.harmonic(samples), sr=RATE))
    return np.concatenate([row.mean(axis=1) for row in rows]).astype(np.float32)


def predict(body):
    samples, rate = soundfile.read(io.BytesIO(body), dtype="float32", always_2d=True)
    samples = samples.mean(axis=1)
    if takes_samples:
        row = librosa.resample(samples, orig_sr=rate, target_sr=16000)
    else:
        row = features(librosa.resample(samples, orig_sr=rate, target_sr=RATE))
    probabilities = session.run(None, {input_name: row[None]})[-1][0]
    return {"probabilities": dict(zip(labels, map(float, probabilities)))}


@app.get("/health")
async def health():
    return {"status": "ok"}


@app.post("/predict")
async def answer(request: Request):
    body = await request.body()
    # more threads only wait for each other
    anyio.to_thread.current_default_thread_limiter().total_tokens = 2
    return await anyio.to_thread.run_sync(predict, body)


if __name__ == "__main__":
    uvicorn.run("predict_server:app", port=PORT, workers=os.cpu_count(), log_level="warning",
                app_dir=os.path.dirname(os.path.abspath(__file__)))

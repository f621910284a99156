"""A FastAPI server with librosa and onnxruntime: predict_server.py MODEL.onnx PORT; the peer of bench/server-load.ts.

It runs one process a core, as uvicorn's documentation advises, and the features of classic-180: 40 MFCC, 12 chroma and 128 mel values,
each the mean over time.
"""
import io
import json
import os
import sys

import librosa
import numpy as np
import onnx
import onnxruntime
import soundfile
import uvicorn
from fastapi import FastAPI, Request

MODEL, PORT = os.environ.get("MODEL") or sys.argv[1], int(os.environ.get("PORT") or sys.argv[2])
os.environ["MODEL"], os.environ["PORT"] = MODEL, str(PORT)
app = FastAPI()
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(MODEL, options)
metadata = {one.key: one.value for one in onnx.load(MODEL).metadata_props}
labels = json.loads(metadata["affekt"])["labels"]


def features(samples, rate):
    stft = np.abs(librosa.stft(samples))
    mfcc = librosa.feature.mfcc(y=samples, sr=rate, n_mfcc=40).mean(axis=1)
    chroma = librosa.feature.chroma_stft(S=stft, sr=rate).mean(axis=1)
    mel = librosa.feature.melspectrogram(y=samples, sr=rate).mean(axis=1)
    return np.concatenate([mfcc, chroma, mel]).astype(np.float32)


def predict(body):
    samples, rate = soundfile.read(io.BytesIO(body), dtype="float32", always_2d=True)
    samples = librosa.resample(samples.mean(axis=1), orig_sr=rate, target_sr=22050)
    name = session.get_inputs()[0].name
    probabilities = session.run(None, {name: features(samples, 22050)[None]})[-1][0]
    return {"probabilities": dict(zip(labels, map(float, probabilities)))}


@app.get("/health")
async def health():
    return {"status": "ok"}


@app.post("/predict")
async def answer(request: Request):
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(predict, await request.body())


if __name__ == "__main__":
    uvicorn.run("predict_server:app", port=PORT, workers=os.cpu_count(), log_level="warning",
                app_dir=os.path.dirname(os.path.abspath(__file__)))

"""Milliseconds a clip that librosa takes for the feature sets, decoding included, on one thread.

usage: feature_time.py --data DIR [--clips 40]

Prints JSON: medians over clips spread over the folder, after one clip to warm up.
"""

import surroundings  # noqa: F401

import argparse
import json
import time
from pathlib import Path
from statistics import median

import librosa
from librosa_features import FEATURE_SETS, SAMPLE_RATE

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--clips", type=int, default=40)
args = parser.parse_args()

found = sorted(path for path in args.data.rglob("*") if path.suffix in {".flac", ".wav", ".opus"})
if len(found) < args.clips:
    raise SystemExit(f"{args.data}: {args.clips} clips wanted, {len(found)} found")
paths = [found[i * len(found) // args.clips] for i in range(args.clips)]


def load(path: Path):
    return librosa.load(path, sr=SAMPLE_RATE)[0]


def milliseconds(job) -> float:
    job(paths[0])
    taken = []
    for path in paths:
        started = time.perf_counter()
        job(path)
        taken.append(1000 * (time.perf_counter() - started))
    return round(median(taken), 2)


jobs = {"load": load, **{name: lambda path, features=features: features(load(path)) for name, features in FEATURE_SETS.items()}}
print(json.dumps({"clips": args.clips, "librosa": librosa.__version__, "milliseconds": {name: milliseconds(job) for name, job in jobs.items()}}))

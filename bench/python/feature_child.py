"""librosa's half of bench/features.ts: for each line of standard input, `{"files": [...], "set": "classic"}`, computes the feature set of the files and
prints the seconds of processor time that took, reading and decoding included."""

import surroundings  # noqa: F401

import json
import sys
import time
import warnings

import librosa
from librosa_features import FEATURE_SETS, SAMPLE_RATE

warnings.simplefilter("ignore")
for line in sys.stdin:
    task = json.loads(line)
    features = FEATURE_SETS[task["set"]]
    started = time.process_time()
    for path in task["files"]:
        features(librosa.load(path, sr=SAMPLE_RATE)[0])
    print(json.dumps(time.process_time() - started), flush=True)

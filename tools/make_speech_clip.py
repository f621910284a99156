"""Makes samples/speech.wav: a second and a half of one clip of RAVDESS at 22050 Hz, which tests compare with librosa on.

usage: make_speech_clip.py [--data ../shared/data/ravdess-speech] [--out samples/speech.wav]
"""

import argparse
from pathlib import Path

import librosa
import soundfile

from synthetic_signals import SR

CLIP = "Actor_12/03-01-05-02-02-01-12.flac"
START_SECONDS, COUNT = 1.2, 33075

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, default="../shared/data/ravdess-speech")
parser.add_argument("--out", type=Path, default="samples/speech.wav")
args = parser.parse_args()
y, _ = librosa.load(args.data / CLIP, sr=SR)
start = round(START_SECONDS * SR)
soundfile.write(args.out, y[start : start + COUNT], SR, subtype="PCM_16")
print(f"{args.out}: {args.out.stat().st_size} bytes")

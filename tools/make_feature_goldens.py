"""Makes src/features/sets/classic-*.golden.json: librosa's values of the feature set `classic` to test against.

usage: make_feature_goldens.py synthetic|speech|48k… [--lossless FOLDER] [--sample ZIP] [--table TABLE.npz] [--out src/features/sets]

`speech` reads the corpus' lossless clips (as FLAC), since decoders of Opus differ in their last bits; `48k` reads the sample zip and
the table of the lossless clips made by make_librosa_table.py.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import argparse
import io
import warnings
import zipfile
from pathlib import Path

import librosa
import numpy as np
import soundfile

from golden_json import write_golden
from librosa_features import SAMPLE_RATE, classic, column_names
from synthetic_signals import FORMULAS, __doc__ as signal_text, signal

# actor, then emotion, intensity, statement, repetition: other voices and emotions each time
SPEECH = [(1, "05-02-01-01"), (4, "01-01-02-02"), (7, "02-01-01-02"), (10, "03-02-02-01")]
SPEECH += [(13, "04-02-01-01"), (16, "06-02-02-02"), (19, "07-01-01-01"), (22, "08-02-02-01")]


def clip_name(actor: int, codes: str, extension: str) -> str:
    return f"Actor_{actor:02d}/03-01-{codes}-{actor:02d}.{extension}"


def values_of(y: np.ndarray) -> dict:
    """librosa's values, and the `unstable` columns: those where its float64 result (`values64`) is off by more than 1e-4 relative and 1e-5."""
    single, double = classic(y), classic(y.astype(np.float64))
    off = ~(np.abs(single - double) <= np.maximum(1e-5, 1e-4 * np.abs(double)))
    return {"values": single, "values64": double[off], "unstable": np.flatnonzero(off)}


def synthetic() -> dict:
    signals = {}
    for name, (count, formula, _) in FORMULAS.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            if count < 2048:  # librosa's istft leaves garbage in signals shorter than a frame, so there is no tonnetz
                result = {"values": np.append(classic(signal(name), tonnetz=False), [np.nan] * 6)}
            else:
                result = values_of(signal(name))
        notes = sorted({str(warning.message).splitlines()[0] for warning in caught})
        signals[name] = {"length": count, "formula": formula, **result, "warnings": notes}
    return {"source": f"librosa {librosa.__version__}", "text": signal_text, "sampleRate": SAMPLE_RATE, "columns": column_names(), "signals": signals}


def speech(lossless: Path) -> dict:
    clips = {}
    for actor, codes in SPEECH:
        name = clip_name(actor, codes, "flac")
        samples, _ = soundfile.read(lossless / name, dtype="float32", always_2d=True)
        clips[name] = values_of(np.ascontiguousarray(samples.mean(axis=1)[::2]))
    text = "every second sample of each of these lossless clips of RAVDESS, taken for 22050 Hz, so that no resampler has a part in it"
    return {"source": f"librosa {librosa.__version__}", "text": text, "columns": column_names(), "clips": clips}


def at_48k(sample: Path, table: Path) -> dict:
    clips = {}
    with zipfile.ZipFile(sample) as archive:
        for actor in range(1, 25):
            emotion = (actor - 1) % 8 + 1
            intensity = 1 if emotion == 1 else actor // 8 % 2 + 1
            name = clip_name(actor, f"{emotion:02d}-{intensity:02d}-{actor % 2 + 1:02d}-{actor // 2 % 2 + 1:02d}", "opus")
            samples, rate = soundfile.read(io.BytesIO(archive.read(name)), dtype="float64")
            y = librosa.resample(np.float32(np.round(samples * 32768) / 32768), orig_sr=rate, target_sr=SAMPLE_RATE)
            clips[name] = {"count": len(y), "values": classic(y)}
    text = "values of the decoded clip, rounded to 16 bits, through librosa.resample to 22050 Hz; spread: standard deviation of each value over the 1440 lossless clips"
    spread = np.load(table)["features"].std(axis=0, dtype=np.float64)
    return {"source": f"librosa {librosa.__version__}", "text": text, "columns": column_names(), "spread": spread, "clips": clips}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="+", choices=["synthetic", "speech", "48k"])
    parser.add_argument("--lossless", type=Path)
    parser.add_argument("--sample", type=Path, default="samples/ravdess-speech-opus.zip")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--out", type=Path, default="src/features/sets")
    args = parser.parse_args()
    makers = {"synthetic": synthetic, "speech": lambda: speech(args.lossless)}
    makers["48k"] = lambda: at_48k(args.sample, args.table)
    for what in args.what:
        write_golden(args.out / f"classic-{what}.golden.json", makers[what]())

"""Computes librosa's `classic` (or `classic-180`) for every RAVDESS clip of a folder or zip, and keeps it as an NPZ.

usage: make_librosa_table.py SOURCE TABLE.npz [--set classic|classic-180] [--round] [--jobs 2]

Arrays of the table: `features` [clips, columns] float32, `paths` (sorted, relative), `columns` (names),
`emotion` (1..8) and `actor` (1..24) from the file names. An existing table is left alone. --round rounds decoded
samples to 16 bits, as the originals have: what was digital silence becomes so again after a lossy codec.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import argparse
import io
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import librosa
import numpy as np

from librosa_features import FEATURE_SETS, SAMPLE_RATE, column_names


def clip_names(source: Path) -> list[str]:
    if source.is_dir():
        return sorted(str(path.relative_to(source)) for path in source.glob("Actor_*/*"))
    with zipfile.ZipFile(source) as archive:
        return sorted(name for name in archive.namelist() if name.startswith("Actor_"))


def features_of(source: Path, name: str, feature_set: str, rounded: bool) -> np.ndarray:
    if source.is_dir():
        y, sr = librosa.load(source / name, sr=None)
    else:
        with zipfile.ZipFile(source) as archive:
            y, sr = librosa.load(io.BytesIO(archive.read(name)), sr=None)
    if rounded:
        y = np.round(y * np.float32(32768)) / np.float32(32768)
    return FEATURE_SETS[feature_set](librosa.resample(y, orig_sr=sr, target_sr=SAMPLE_RATE))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--set", choices=FEATURE_SETS, default="classic")
    parser.add_argument("--round", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    if args.table.exists():
        raise SystemExit(f"{args.table} exists")
    names = clip_names(args.source)
    with ProcessPoolExecutor(args.jobs) as pool:
        one = partial(features_of, args.source, feature_set=args.set, rounded=args.round)
        rows = list(pool.map(one, names, chunksize=8))
    features = np.asarray(rows, dtype=np.float32)
    fields = [Path(name).stem.split("-") for name in names]
    np.savez(
        args.table,
        features=features,
        paths=np.array(names),
        columns=np.array(column_names()[: features.shape[1]]),
        emotion=np.array([int(field[2]) for field in fields]),
        actor=np.array([int(field[6]) for field in fields]),
    )
    print(f"{args.table}: {features.shape[0]} clips of {features.shape[1]} values")

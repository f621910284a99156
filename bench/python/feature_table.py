"""Reads the CSV that `affekt features` writes: file, emotion, speaker, values."""

import csv

import numpy as np


def read_feature_table(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Values [clips, columns] float32 and the emotions' names [clips]."""
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    if header[:3] != ["file", "emotion", "speaker"]:
        raise SystemExit(f"{path}: columns file, emotion, speaker wanted, {header[:3]} found")
    return np.array([row[3:] for row in rows], dtype=np.float32), np.array([row[1] for row in rows])

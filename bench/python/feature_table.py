"""Reads the NPZ that `affekt features` writes."""

import numpy as np


def read_feature_table(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Values [clips, columns] float32 and the emotions' names [clips]."""
    table = np.load(path)
    return table["values"], table["emotion"]

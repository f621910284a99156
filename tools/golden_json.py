"""Writes golden files: numbers with nine significant digits, what is not finite as null."""

import json
from pathlib import Path

import numpy as np


def plain(value: object) -> object:
    """Arrays as nested lists, floats rounded to nine significant digits."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.9g}") if np.isfinite(value) else None
    return value.item() if isinstance(value, np.integer) else value


ROOT = Path(__file__).parent.parent


def golden_path(name: str) -> Path:
    """Where NAME.golden.json lies under src/; a new one is made as an empty file in its folder first."""
    (path,) = ROOT.glob(f"src/**/{name}.golden.json")
    return path


def write_golden(path: Path, golden: dict) -> None:
    path.write_text(json.dumps(plain(golden), separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")

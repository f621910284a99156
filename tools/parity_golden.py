"""What the makers of parity goldens share: signals, the choice of what is kept of a result, and the files.

A golden is NAME.golden.json beside its test, one descriptor's cases: a signal, parameters under the names and in the words of the
TypeScript function, and some of librosa's values. src/features/parity.fixture.ts says what each field is and compares.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import librosa
import numpy as np
import soundfile

from golden_json import golden_path, write_golden
from synthetic_signals import SR, signal as synthetic_signal

ROOT = Path(__file__).parent.parent


def signal(name: str) -> np.ndarray:
    """A test signal at 22050 Hz, float32."""
    if name != "speech":
        return synthetic_signal(name)
    y, rate = soundfile.read(ROOT / "samples/speech.wav", dtype="float32")
    assert rate == SR
    return y


# what stands for a value that JSON does not have
WORDS = {"none": None, "max": np.inf, "hard": np.inf}


def in_python(parameters: dict) -> dict:
    """Parameters as librosa takes them: names in snake_case, lists as tuples, words as values."""
    values = {re.sub("([A-Z])", r"_\1", name).lower(): value for name, value in parameters.items()}
    return {name: WORDS.get(v, v) if isinstance(v, str) else tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def frames_kept(count: int, frames: int, measure: str) -> np.ndarray:
    """Frames from the first to the last; where a share of values is measured evenly from the first on, so that neither end weighs more than others."""
    if measure == "spread":
        return np.arange(0, count, -(-count // frames))
    return np.unique(np.linspace(0, count - 1, frames).round().astype(int))


def make_golden(
    name: str,
    descriptor: str,
    measure: str,
    compute: Callable[..., np.ndarray],
    settings: Sequence[dict],
    *,
    signals: Sequence[str] = ("speech", "harmonics", "bursts"),
    frames: int = 6,
    values: int = 24,
    by_value: bool = False,
) -> None:
    """Writes NAME.golden.json.

    compute: from a signal and parameters in Python's words to an array [values, frames], as librosa has it, or [samples];
    settings: parameters in our words; frames, values: how many frames are kept, and about how many values of each;
    by_value: whether the values of a frame are of different kinds, so that each has a largest of its own.
    """
    cases = []
    for name_of_signal in signals:
        y = signal(name_of_signal)
        for parameters in settings:
            result = np.atleast_2d(compute(y, **in_python(parameters))).T  # [frames, values]
            if np.iscomplexobj(result):
                result = np.stack([result.real, result.imag], axis=2).reshape(len(result), -1)
            kept = frames_kept(len(result), frames, measure)
            case = {"signal": name_of_signal, "length": len(y), "parameters": parameters}
            width = result.shape[1]
            every = -(-width // values) | 1  # odd, for both parts of complex numbers
            case |= {"count": len(result), "width": width, "frames": kept, "every": every}
            known = np.nan_to_num(result)
            case |= {"largest": np.abs(known).max(axis=0) if by_value else [np.abs(known).max()]}
            case |= {"spread": known.std(dtype=np.float64), "values": result[kept, ::every]}
            cases.append(case)
    golden = {"source": f"librosa {librosa.__version__}", "descriptor": descriptor, "measure": measure, "cases": cases}
    write_golden(golden_path(name), golden)

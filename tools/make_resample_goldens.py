"""Makes src/audio/resample/resample.golden.json: what librosa.resample with soxr_hq makes of two signals that are known by formula.

usage: make_resample_goldens.py [OUT]
"""

import sys
from pathlib import Path

import librosa
import numpy as np
import soxr

from golden_json import write_golden
from synthetic_signals import lcg

PAIRS = [(48000, 22050, False), (44100, 22050, False), (16000, 22050, False), (24414, 16000, False), (22050, 11025, True)]
COUNT, CENTRAL, EDGE = 6000, 200, 20

TEXT = """Inputs: 6000 samples at sourceRate, computed in float64, rounded to float32; t = n / sourceRate.
tones: 0.3 sin(2π 200 t) + 0.2 sin(2π 1500 t) + 0.1 sin(2π 4000 t). noise: 0.3 lcg[n], where lcg is the sequence of
state = (1664525 * state + 1013904223) mod 2^32 from state 1, each state (the first after one step) giving state / 2^31 - 1;
of the noise, what lies in the filter's transition band (0.9136 to 1 of the lower Nyquist frequency) depends on the filter.
values: output samples from `start` on; head and tail: the first and last 20. scale: multiplied by sqrt(sourceRate / targetRate)."""


def tones(sr: int) -> np.ndarray:
    t = np.arange(COUNT) / sr
    return sum(a * np.sin(2 * np.pi * f * t) for a, f in [(0.3, 200), (0.2, 1500), (0.1, 4000)])


def case(name: str, signal: np.ndarray, source: int, target: int, scale: bool) -> dict:
    y = librosa.resample(signal.astype(np.float32), orig_sr=source, target_sr=target, res_type="soxr_hq", scale=scale)
    start = (len(y) - CENTRAL) // 2
    rates = {"signal": name, "sourceRate": source, "targetRate": target, "scale": scale}
    parts = {"values": y[start : start + CENTRAL], "head": y[:EDGE], "tail": y[-EDGE:]}
    return {**rates, "length": len(y), "start": start, **parts}


cases = [
    case(name, make(source), source, target, scale)
    for source, target, scale in PAIRS
    for name, make in [("tones", tones), ("noise", lambda _: 0.3 * lcg(COUNT))]
]
out = Path(sys.argv[1] if len(sys.argv) > 1 else "src/audio/resample/resample.golden.json")
write_golden(out, {"source": f"librosa {librosa.__version__}, soxr {soxr.__version__}", "text": TEXT, "cases": cases})

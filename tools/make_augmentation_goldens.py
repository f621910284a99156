"""Makes src/augmentation/pitch-shift.golden.json: stretches of what librosa's pitch_shift makes of test signals."""

import librosa
import numpy as np

from golden_json import write_golden
from parity_golden import ROOT, SR, signal

# frequencies in multiples of 1/500, as the TypeScript function rounds them: 2 semitones, -2, 7, -12, a third of one
RATIOS = (561, 445, 749, 250, 509)
# the last samples depend on how a resampler goes on behind the end
STRETCHES, LENGTH, END = 6, 30, 300


def case(name: str, ratio: int) -> dict:
    y = signal(name)
    steps = 12 * np.log2(ratio / 500)
    shifted = librosa.effects.pitch_shift(y, sr=SR, n_steps=steps)
    starts = np.linspace(0, len(shifted) - END, STRETCHES).astype(int)
    return {
        "signal": name,
        "length": len(y),
        "semitones": steps,
        "rms": float(np.sqrt(np.mean(shifted.astype(float) ** 2))),
        "stretches": [{"start": start, "samples": shifted[start : start + LENGTH].astype(float)} for start in starts],
    }


write_golden(
    ROOT / "src/augmentation/pitch-shift.golden.json",
    {
        "source": f"librosa {librosa.__version__} effects.pitch_shift",
        "cases": [case(name, ratio) for name in ("sine", "harmonics", "speech") for ratio in RATIOS],
    },
)

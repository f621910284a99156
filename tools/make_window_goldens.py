"""Makes src/math/fourier/windows.golden.json: scipy's windows, periodic and symmetric.

usage: make_window_goldens.py
"""

from pathlib import Path

import scipy
from scipy.signal import get_window

from golden_json import write_golden

NAMES = ["boxcar", "triang", "bartlett", "hann", "hamming", "blackman", "nuttall", "blackmanharris", "flattop"]
NAMES += ["barthann", "bohman", "cosine", "lanczos", "parzen", "tukey"]
FAMILIES = [("kaiser", 0), ("kaiser", 14), ("gaussian", 2.5), ("tukey", 0), ("tukey", 0.25), ("tukey", 1)]

if __name__ == "__main__":
    cases = [
        {"window": window, "symmetric": symmetric, "values": get_window(window, length, fftbins=not symmetric)}
        for window in [*NAMES, *FAMILIES]
        for symmetric in (False, True)
        for length in (1, 2, 9, 12)
    ]
    golden = {"source": f"scipy {scipy.__version__}", "cases": cases}
    write_golden(Path(__file__).parent.parent / "src/math/fourier/windows.golden.json", golden)

"""Makes the parity goldens of the spectral descriptors, src/features/NAME.golden.json.

usage: make_spectral_goldens.py [NAME…]
"""

import sys

import librosa

from parity_golden import SR, make_golden


def mel() -> None:
    settings = [{}, {"nFft": 1024, "hopLength": 256, "nMels": 40}, {"fmin": 50, "fmax": 8000, "nMels": 64}]
    make_golden("mel", "melSpectrogram", "relative", lambda y, **p: librosa.feature.melspectrogram(y=y, sr=SR, **p), settings, every=3)


MAKERS = {maker.__name__: maker for maker in (mel,)}

if __name__ == "__main__":
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()

"""Makes the parity goldens of the spectral descriptors, NAME.golden.json beside their tests.

usage: make_spectral_goldens.py [NAME…]
"""

import sys
from collections.abc import Callable

from parity_golden import SR, make_golden

import librosa
import numpy as np
from librosa import feature

SIGNALS = ("speech", "harmonics", "bursts")


def magnitudes(y: np.ndarray, n_fft: int = 2048, hop_length: int = 512) -> np.ndarray:
    return np.abs(librosa.stft(y, n_fft=n_fft, hop_length=hop_length))


def of_signal(function: Callable) -> Callable:
    """A feature of librosa as a function of the signal alone."""
    return lambda y, **parameters: function(y=y, sr=SR, **parameters)


def stft(y: np.ndarray, **p) -> np.ndarray:
    """librosa refuses to wrap, so the padding is numpy's."""
    if p.get("pad_mode") != "wrap":
        return librosa.stft(y, **p)
    half = p["n_fft"] // 2
    return librosa.stft(np.pad(y, half, mode="wrap"), **{**p, "center": False, "pad_mode": "constant"})


def istft(y: np.ndarray, n_fft: int = 2048, length: int | None = None, **p) -> np.ndarray:
    return librosa.istft(librosa.stft(y, n_fft=n_fft, **p), n_fft=n_fft, length=length, **p)


def decibels(function: Callable, power: int) -> Callable:
    def compute(y: np.ndarray, ref: float = 1.0, **p) -> np.ndarray:
        return function(magnitudes(y) ** power, ref=np.max if ref == np.inf else ref, **p)

    return compute


def from_decibels(function: Callable) -> Callable:
    return lambda y, **p: function(librosa.amplitude_to_db(magnitudes(y)), **p)


def mfcc(y: np.ndarray, n_mels: int = 128, **p) -> np.ndarray:
    return feature.mfcc(y=y, sr=SR, n_mels=n_mels, **p)


def mfcc_covariance(y: np.ndarray, **p) -> np.ndarray:
    """The upper triangle of numpy's covariance, one value a frame."""
    covariance = np.cov(mfcc(y, **p))
    return covariance[np.triu_indices(len(covariance))]


def delta(y: np.ndarray, **p) -> np.ndarray:
    return feature.delta(feature.mfcc(y=y, sr=SR), **p)


def chroma(y: np.ndarray, power: float = 2, n_fft: int = 2048, **p) -> np.ndarray:
    return feature.chroma_stft(S=magnitudes(y, n_fft) ** power, sr=SR, **p)


def hpss(y: np.ndarray, **p) -> np.ndarray:
    """The harmonic part's bins, then the percussive part's."""
    return np.concatenate(librosa.decompose.hpss(magnitudes(y), **p))


def tuning(y: np.ndarray, **p) -> np.ndarray:
    return np.array(librosa.estimate_tuning(y=y, sr=SR, **p))


def magnitude_of_cqt(y: np.ndarray, **p) -> np.ndarray:
    return np.abs(librosa.cqt(y, sr=SR, **p))


def tonnetz(y: np.ndarray, n_chroma: int = 12, **p) -> np.ndarray:
    """Of a chromagram that is itself exact."""
    return feature.tonnetz(chroma=chroma(y, n_chroma=n_chroma, **p), sr=SR)


def tonnetz_of_cqt(y: np.ndarray, **p) -> np.ndarray:
    return feature.tonnetz(y=y, sr=SR, **p)


STFT = [
    {},
    {"nFft": 512, "hopLength": 100},
    {"nFft": 1024, "winLength": 600, "window": "hamming"},
    {"nFft": 256, "center": False, "window": ["kaiser", 8]},
    {"nFft": 1024, "padMode": "reflect", "window": "blackmanharris"},
    {"nFft": 512, "padMode": "edge", "window": ["tukey", 0.3]},
    {"nFft": 512, "padMode": "symmetric", "window": ["gaussian", 70]},
    {"nFft": 512, "padMode": "wrap"},
    {"nFft": 1000},
    {"nFft": 1536, "hopLength": 400, "winLength": 1102, "window": "blackman"},
]
ISTFT = [
    {},
    {"nFft": 512, "hopLength": 100, "length": 20000},
    {"nFft": 1024, "winLength": 700, "hopLength": 150, "window": "blackman"},
    {"nFft": 256, "hopLength": 64, "center": False, "window": "hamming"},
]
MEL = [
    {},
    {"nFft": 1024, "hopLength": 256, "nMels": 40, "power": 1},
    {"fmin": 50, "fmax": 8000, "nMels": 64, "htk": True},
    {"nMels": 40, "norm": "none", "htk": True},
    {"nMels": 26, "norm": "max"},
    {"nMels": 64, "norm": 2, "power": 1.5},
]
DECIBELS = [{}, {"ref": "max", "topDb": 60}, {"amin": 1e-4, "ref": 0.5}, {"topDb": "none"}]
MFCC = [
    {},
    {"nMfcc": 40, "lifter": 22},
    {"nMfcc": 13, "nMels": 40, "dctType": 3},
    {"nMfcc": 13, "nMels": 40, "dctType": 1},
    {"nMfcc": 13, "norm": "none"},
    {"nMfcc": 13, "dctType": 1, "norm": "none"},
    {"nMfcc": 13, "dctType": 3, "norm": "none", "lifter": 30},
]
DELTA = [{}, {"order": 2}, {"width": 5, "mode": "nearest"}, {"width": 15, "order": 3, "mode": "mirror"}]
DELTA += [{"width": 7, "mode": "constant"}, {"width": 7, "mode": "wrap"}]
CHROMA = [
    {},
    {"power": 1, "nFft": 1024, "tuning": 0},
    {"nChroma": 24, "norm": 2, "octwidth": "none"},
    {"nChroma": 30, "norm": 1, "ctroct": 4, "octwidth": 1},
    {"baseC": False, "norm": "none", "tuning": -0.25},
]
CONTRAST = [{}, {"fmin": 100, "nBands": 4, "quantile": 0.1}, {"linear": True, "nFft": 1024}, {"quantile": 0.95}]
BANDWIDTH = [{}, {"p": 1}, {"p": 3, "nFft": 1024}, {"norm": False}]
ROLLOFF = [{}, {"rollPercent": 0.5}, {"rollPercent": 0.99, "nFft": 1024}, {"rollPercent": 0.01}]
FLATNESS = [{}, {"power": 1}, {"amin": 1e-4, "nFft": 1024}]
POLY = [{}, {"order": 0}, {"order": 2, "nFft": 1024}, {"order": 4}]
SEPARATION = [{}, {"kernelSize": [17, 40], "power": 1}, {"margin": [1.5, 3]}, {"power": "hard", "kernelSize": 9}]
HPSS = [*SEPARATION, {"mask": True}, {"mask": True, "margin": 2, "power": 3}]
RESYNTHESIS = [*SEPARATION, {"nFft": 1024, "hopLength": 200, "winLength": 800}]
TUNING = [
    {},
    {"binsPerOctave": 36},
    {"resolution": 0.05, "fmin": 100, "fmax": 2000},
    {"threshold": 0.01, "nFft": 1024},
]
CQT = [
    {},
    {"nBins": 252, "binsPerOctave": 36, "tuning": -0.3},
    {"nBins": 100, "binsPerOctave": 24, "filterScale": 0.5, "hopLength": 256, "fmin": 55},
    {"nBins": 48, "hopLength": 100, "fmin": 110, "window": "hamming", "padMode": "reflect"},
    {"nBins": 24, "fmin": 65.4, "scale": False, "norm": 2},
    {"nBins": 60, "scale": False, "sparsity": 0, "hopLength": 320},
    {"nBins": 5, "fmin": 220, "norm": "max"},
]
CHROMA_CQT = [
    {},
    {"hopLength": 1024, "tuning": 0, "norm": 2},
    {"nChroma": 24, "binsPerOctave": 24, "fmin": 110, "nOctaves": 5},
    {"threshold": 0.1, "norm": "none", "fmin": 36.7},
]
CENS = [{}, {"winLenSmooth": 9, "smoothingWindow": "boxcar"}, {"winLenSmooth": "none", "norm": 1}]

MAKERS = {
    "stft": lambda: make_golden("stft", "stft", "relative", stft, STFT, frames=4),
    "istft": lambda: make_golden("istft", "istft", "relative", istft, ISTFT, frames=50),
    "mel": lambda: make_golden("mel", "melSpectrogram", "relative", of_signal(feature.melspectrogram), MEL),
    "power-to-db": lambda: make_golden("power-to-db", "powerToDb", "decibels", decibels(librosa.power_to_db, 2), DECIBELS),
    "amplitude-to-db": lambda: make_golden("amplitude-to-db", "amplitudeToDb", "decibels", decibels(librosa.amplitude_to_db, 1), DECIBELS),
    "db-to-power": lambda: make_golden("db-to-power", "dbToPower", "relative", from_decibels(librosa.db_to_power), [{}, {"ref": 3}, {"ref": 0.01}]),
    "db-to-amplitude": lambda: make_golden("db-to-amplitude", "dbToAmplitude", "relative", from_decibels(librosa.db_to_amplitude), [{}, {"ref": 3}, {"ref": 0.01}]),
    "mfcc": lambda: make_golden("mfcc", "mfcc", "relative", mfcc, MFCC),
    "mfcc-covariance": lambda: make_golden("mfcc-covariance", "mfccCovariance", "relative", mfcc_covariance, [{}, {"nMfcc": 13, "nMels": 40, "nFft": 512}], frames=70),
    "delta": lambda: make_golden("delta", "delta", "relative", delta, DELTA, frames=9),
    "chroma-stft": lambda: make_golden("chroma-stft", "chromaStft", "relative", chroma, CHROMA),
    "contrast": lambda: make_golden("contrast", "spectralContrast", "relative", of_signal(feature.spectral_contrast), CONTRAST, frames=12),
    "centroid": lambda: make_golden("centroid", "spectralCentroid", "relative", of_signal(feature.spectral_centroid), [{}, {"nFft": 1024, "hopLength": 256}, {"nFft": 512, "window": "boxcar"}], frames=40),
    "bandwidth": lambda: make_golden("bandwidth", "spectralBandwidth", "relative", of_signal(feature.spectral_bandwidth), BANDWIDTH, frames=40),
    "rolloff": lambda: make_golden("rolloff", "spectralRolloff", "relative", of_signal(feature.spectral_rolloff), ROLLOFF, frames=65),
    "flatness": lambda: make_golden("flatness", "spectralFlatness", "relative", lambda y, **p: feature.spectral_flatness(y=y, **p), FLATNESS, frames=40),
    "poly-features": lambda: make_golden("poly-features", "polyFeatures", "relative", of_signal(feature.poly_features), POLY, frames=20, by_value=True),
    "hpss": lambda: make_golden("hpss", "hpss", "relative", hpss, HPSS),
    "harmonic": lambda: make_golden("harmonic", "harmonic", "relative", librosa.effects.harmonic, RESYNTHESIS, frames=60),
    "percussive": lambda: make_golden("percussive", "percussive", "relative", librosa.effects.percussive, RESYNTHESIS, frames=60),
    "tuning": lambda: make_golden("tuning", "estimateTuning", "equal", tuning, TUNING, signals=(*SIGNALS, "chirp")),
    "cqt": lambda: make_golden("cqt", "constantQ", "spread", magnitude_of_cqt, CQT, frames=65, values=3),
    "chroma-cqt": lambda: make_golden("chroma-cqt", "chromaCqt", "spread", of_signal(feature.chroma_cqt), CHROMA_CQT, frames=33, values=4),
    "chroma-cens": lambda: make_golden("chroma-cens", "chromaCens", "spread", of_signal(feature.chroma_cens), CENS, frames=33, values=4),
    "tonnetz": lambda: make_golden("tonnetz", "tonnetz", "relative", tonnetz, [{}, {"nChroma": 24}, {"nFft": 1024, "tuning": 0}], frames=20),
    "tonnetz-cqt": lambda: make_golden("tonnetz-cqt", "tonnetz of chromaCqt", "spread", tonnetz_of_cqt, [{}, {"hopLength": 1024}, {"tuning": 0}], frames=33, values=3),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()

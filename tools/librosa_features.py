"""The reference computation of the feature sets `classic-180` and `classic`: means over time of librosa's features."""

import librosa
import numpy as np

SAMPLE_RATE = 22050


def means(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([part.mean(axis=1) for part in parts])


def parts_180(y: np.ndarray, S: np.ndarray, sr: int) -> list[np.ndarray]:
    """40 MFCC, 12 chroma and 128 mel bands by frame."""
    chroma = librosa.feature.chroma_stft(S=S, sr=sr)
    return [librosa.feature.mfcc(y=y, sr=sr, n_mfcc=40), chroma, librosa.feature.melspectrogram(y=y, sr=sr)]


def classic_180(y: np.ndarray, sr: int = SAMPLE_RATE) -> np.ndarray:
    return means(parts_180(y, np.abs(librosa.stft(y)), sr))


def classic(y: np.ndarray, sr: int = SAMPLE_RATE, tonnetz: bool = True) -> np.ndarray:
    """`classic_180` followed by 7 spectral contrast means and, unless left out, 6 tonnetz means."""
    S = np.abs(librosa.stft(y))
    parts = [*parts_180(y, S, sr), librosa.feature.spectral_contrast(S=S, sr=sr)]
    if tonnetz:
        parts.append(librosa.feature.tonnetz(y=librosa.effects.harmonic(y), sr=sr))
    return means(parts)


FEATURE_SETS = {"classic": classic, "classic-180": classic_180}


def column_names() -> list[str]:
    counts = {"mfcc": 40, "chroma": 12, "mel": 128, "contrast": 7, "tonnetz": 6}
    return [f"{name}_{i}" for name, count in counts.items() for i in range(count)]

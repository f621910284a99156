"""The reference computation of the feature sets `classic-180` and `classic`: means over time of librosa's features."""

import librosa
import numpy as np

SAMPLE_RATE = 22050


def classic_180(y: np.ndarray, sr: int = SAMPLE_RATE) -> np.ndarray:
    """40 MFCC means, 12 chroma means, 128 mel band means."""
    chroma = librosa.feature.chroma_stft(S=np.abs(librosa.stft(y)), sr=sr)
    parts = [librosa.feature.mfcc(y=y, sr=sr, n_mfcc=40), chroma, librosa.feature.melspectrogram(y=y, sr=sr)]
    return np.concatenate([part.mean(axis=1) for part in parts])


def classic_187(y: np.ndarray, sr: int = SAMPLE_RATE) -> np.ndarray:
    """`classic_180` followed by 7 spectral contrast means."""
    contrast = librosa.feature.spectral_contrast(S=np.abs(librosa.stft(y)), sr=sr)
    return np.concatenate([classic_180(y, sr), contrast.mean(axis=1)])


def classic(y: np.ndarray, sr: int = SAMPLE_RATE) -> np.ndarray:
    """`classic_187` followed by 6 tonnetz means."""
    tonnetz = librosa.feature.tonnetz(y=librosa.effects.harmonic(y), sr=sr)
    return np.concatenate([classic_187(y, sr), tonnetz.mean(axis=1)])


def column_names() -> list[str]:
    counts = {"mfcc": 40, "chroma": 12, "mel": 128, "contrast": 7, "tonnetz": 6}
    return [f"{name}_{i}" for name, count in counts.items() for i in range(count)]

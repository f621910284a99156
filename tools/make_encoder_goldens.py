"""Makes src/encoder/whisper-mel.golden.json: Whisper's log-mel spectrogram by librosa.

Usage: python tools/make_encoder_goldens.py
The signals are those of tools/synthetic_signals.py and samples/speech.wav, taken as if their rate were 16 kHz. Every STEP-th frame is kept.
"""

import librosa
import numpy as np
import soundfile

from golden_json import ROOT, write_golden
from synthetic_signals import FORMULAS

STEP = 9


def log_mel(y):
    """whisper/audio.py of OpenAI's Whisper, without its padding to 30 s."""
    spectrum = librosa.stft(y.astype(np.float64), n_fft=400, hop_length=160, window="hann", pad_mode="reflect")
    power = np.abs(spectrum[:, :-1]) ** 2
    bands = librosa.filters.mel(sr=16000, n_fft=400, n_mels=80) @ power
    bels = np.log10(np.maximum(bands, 1e-10))
    return (np.maximum(bels, bels.max() - 8) + 4) / 4


def case(y):
    mel = log_mel(y)
    return {"frames": mel.shape[1], "every": STEP, "values": mel[:, ::STEP].T.astype(np.float32)}


def signal(name):
    count, _, formula = FORMULAS[name]
    return formula(count).astype(np.float32)


def main():
    cases = {name: case(signal(name)) for name in ["harmonics", "bursts", "brief"]}
    cases["speech"] = case(soundfile.read(ROOT / "samples" / "speech.wav", dtype="float32")[0])
    write_golden(
        ROOT / "src" / "encoder" / "whisper-mel.golden.json",
        {"source": f"librosa {librosa.__version__}, numpy {np.__version__}", "cases": cases},
    )


if __name__ == "__main__":
    main()

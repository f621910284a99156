"""Makes the parity goldens of level, pitch and rhythm, NAME.golden.json beside their tests.

usage: make_signal_goldens.py [NAME…]
"""

import sys
from functools import cache

import librosa
import numpy as np

from golden_json import write_golden
from parity_golden import ROOT, SR, make_golden

AGGREGATES = {"mean": np.mean, "median": np.median, None: None}


def zero_crossing_rate() -> None:
    settings = [{}, {"frameLength": 1024, "hopLength": 256, "center": False}, {"frameLength": 401, "threshold": 0.01, "zeroPos": False, "pad": True}]
    make_golden("zero-crossing-rate", "zeroCrossingRate", "relative", librosa.feature.zero_crossing_rate, settings, frames=30)


def rms() -> None:
    settings = [{}, {"frameLength": 1024, "hopLength": 256, "center": False}, {"frameLength": 401, "padMode": "reflect"}]
    make_golden("rms", "rms", "relative", lambda y, **p: librosa.feature.rms(y=y, **p), settings, frames=30)


def rms_spectrogram() -> None:
    def compute(y: np.ndarray, n_fft: int = 2048, **p) -> np.ndarray:
        return librosa.feature.rms(S=np.abs(librosa.stft(y, n_fft=n_fft, window="boxcar")), frame_length=p.get("frame_length", n_fft))

    settings = [{}, {"nFft": 1024}, {"nFft": 512, "frameLength": 513}]
    make_golden("rms-spectrogram", "rms of a spectrogram", "relative", compute, settings, frames=30)


def onset_envelope(y: np.ndarray, *, aggregate: str = "mean", **p) -> np.ndarray:
    return librosa.onset.onset_strength(y=y, sr=SR, aggregate=AGGREGATES[aggregate], **p)


def onset_strength() -> None:
    settings = [{}, {"lag": 2, "maxSize": 3, "aggregate": "median"}, {"detrend": True, "nFft": 1024, "hopLength": 256}, {"center": False, "maxSize": 4}]
    make_golden("onset-strength", "onsetStrength", "relative", onset_envelope, settings, signals=("speech", "noise", "bursts"), frames=30)


def tempogram() -> None:
    def compute(y: np.ndarray, **p) -> np.ndarray:
        return librosa.feature.tempogram(onset_envelope=onset_envelope(y), **p)

    settings = [{"winLength": 344}, {"winLength": 33, "window": "hamming", "norm": 2}, {"winLength": 20, "center": False, "norm": "none"}]
    make_golden("tempogram", "tempogram", "relative", compute, settings)


def tempo() -> None:
    def compute(y: np.ndarray, *, aggregate: str | None = "mean", **p) -> np.ndarray:
        hop_length = p.get("hop_length", 512)
        envelope = onset_envelope(y, hop_length=hop_length)
        return librosa.feature.tempo(onset_envelope=envelope, sr=SR, aggregate=AGGREGATES[aggregate], **p)

    settings = [{}, {"startBpm": 60, "stdBpm": 0.5, "aggregate": "median"}, {"acSize": 2, "hopLength": 256, "maxTempo": "none"}, {"aggregate": "none"}]
    make_golden("tempo", "tempo", "relative", compute, settings, frames=1000)


PITCH = [{"fmin": 65, "fmax": 2093}, {"fmin": 50, "fmax": 500, "frameLength": 1024, "hopLength": 160, "center": False}]


def yin() -> None:
    # in float64: in float32 it is librosa's rounding that decides between troughs of a frame that has no pitch
    settings = [*PITCH, {"fmin": 80, "fmax": 400, "troughThreshold": 0.3, "padMode": "reflect"}]
    make_golden("yin", "yin", "relative", lambda y, **p: librosa.yin(y.astype(np.float64), sr=SR, **p), settings, frames=60)


@cache
def pitch(signal: bytes, parameters: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return librosa.pyin(np.frombuffer(signal, np.float32), sr=SR, **dict(parameters))


def pyin() -> None:
    others = {"nThresholds": 50, "betaParameters": [1, 18], "boltzmannParameter": 1.5, "resolution": 0.34, "maxTransitionRate": 12}
    settings = [*PITCH, {"fmin": 80, "fmax": 400, **others, "switchProb": 0.1, "noTroughProb": 0.1, "fillNa": 0, "padMode": "edge"}]
    for i, (name, measure) in enumerate([("f0", "cents"), ("voicedFlag", "flags"), ("voicedProb", "relative")]):
        compute = lambda y, i=i, **p: pitch(y.tobytes(), tuple(p.items()))[i].astype(np.float64)
        signals = ("speech", "harmonics", "chirp", "bursts")
        make_golden(f"pyin-{name.lower().replace('voiced', 'voiced-')}", f"pyin: {name}", measure, compute, settings, signals=signals, frames=1000)


def pitch_path() -> None:
    """The Viterbi search of pYIN by itself: every frame has three pitches of probabilities p / 97."""
    random = np.random.default_rng(0)
    paths = []
    for pitches, reach, switch_prob in [(8, 5, 0.1), (8, 4, 0.1), (7, 4, 0.3), (7, 1, 0.01), (40, 9, 0.05)]:
        frames = [{int(pitch): int(random.integers(1, 30)) for pitch in random.choice(pitches, 3, replace=False)} for _ in range(150)]
        observed = np.zeros((2 * pitches, len(frames)))
        for f, frame in enumerate(frames):
            observed[list(frame), f] = np.array(list(frame.values())) / 97
            observed[pitches:, f] = (1 - observed[:pitches, f].sum()) / pitches
        steps = librosa.sequence.transition_local(pitches, reach, window="triangle", wrap=False)
        transition = np.kron(librosa.sequence.transition_loop(2, 1 - switch_prob), steps)
        states = librosa.sequence.viterbi(observed, transition)
        paths.append({"pitches": pitches, "reach": reach, "switchProb": switch_prob, "frames": [list(frame.items()) for frame in frames], "states": states})
    write_golden(ROOT / "src/features/pitch/pitch-path.golden.json", {"source": f"librosa {librosa.__version__}", "paths": paths})


def preemphasis() -> None:
    settings = [{}, {"coef": 0.5}, {"coef": 1, "zi": 0.1}]
    make_golden("preemphasis", "preemphasis", "relative", librosa.effects.preemphasis, settings, frames=60)


def deemphasis() -> None:
    settings = [{}, {"coef": 0.5}, {"coef": 0.9, "zi": 0.1}]
    make_golden("deemphasis", "deemphasis", "relative", librosa.effects.deemphasis, settings, frames=60)


SILENCES = [{"topDb": 30}, {"topDb": 20, "frameLength": 512, "hopLength": 128}, {"topDb": 40, "ref": 0.5, "frameLength": 1024}]


def with_ref(p: dict) -> dict:
    return {"ref": np.max, **p}


def trim() -> None:
    make_golden("trim", "trim", "equal", lambda y, **p: librosa.effects.trim(y, **with_ref(p))[1][:, None], SILENCES)


def split() -> None:
    make_golden("split", "split", "equal", lambda y, **p: librosa.effects.split(y, **with_ref(p)).T, SILENCES, frames=1000)


MAKERS = {f.__name__: f for f in (zero_crossing_rate, rms, rms_spectrogram, onset_strength, tempogram, tempo, yin, pyin, pitch_path, preemphasis, deemphasis, trim, split)}

if __name__ == "__main__":
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()

"""Trains the voice activity detector and writes src/voice-activity/gru-weights.ts.

A GRU over 32 log-mel bands, 20 ms apart, which says 100 ms later whether a frame is speech. It learns from CREMA-D and EMO-DB
(whose licences allow any use), without CREMA-D's speakers 1076 to 1091, mixed with synthetic noise and babble at -3 to 25 dB. Labels
come from the level of the clean recordings (labels below). RAVDESS and the speakers that were left out are for bench/voice-activity.ts.

Usage: python tools/make_voice_activity.py DATA [--sequences 1200] [--epochs 14] [--seed 0]
DATA holds crema-d/ and emo-db/. Takes librosa, soundfile, scipy and PyTorch (tools/requirements.txt).
"""

import argparse
import base64
import glob
import os

import librosa
import numpy as np
import soundfile
import torch
from scipy.signal import butter, lfilter, sosfilt

RATE, WINDOW, HOP, MELS, HIDDEN, DELAY = 16000, 512, 320, 32, 40, 5
SECONDS = 16
MEL = librosa.filters.mel(sr=RATE, n_fft=WINDOW, n_mels=MELS, fmax=RATE / 2)
HANN = np.hanning(WINDOW + 1)[:-1]
FLOOR = 1e-11

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("--sequences", type=int, default=1200)
parser.add_argument("--epochs", type=int, default=14)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()
rng = np.random.default_rng(args.seed)
torch.manual_seed(args.seed)


def frames_of(samples):
    count = 1 + (len(samples) - WINDOW) // HOP
    return samples[np.arange(WINDOW) + HOP * np.arange(count)[:, None]]


def features(samples):
    power = np.abs(np.fft.rfft(frames_of(samples) * HANN)) ** 2 / WINDOW**2
    return (np.log10(power @ MEL.T + FLOOR) * 10).astype(np.float32)


def labels(samples):
    """Frames of a clean recording up to 24 dB below its active speech level (which is that of ITU-T P.56, with a margin of 15.9 dB) and 6 dB
    above its pauses, without gaps under 0.2 s. None of a recording whose pauses are less than 20 dB below its speech: there levels do not tell."""
    filtered = lfilter(*butter(2, 80 / (RATE / 2), "high"), samples)
    levels = 10 * np.log10(np.mean(frames_of(filtered) ** 2, axis=1) + 1e-10)
    speech = np.ones(len(levels), bool)
    for _ in range(20):
        active = 10 * np.log10(np.mean(10 ** (levels[speech] / 10)))
        speech = levels > active - 15.9
    pauses = np.quantile(np.convolve(levels, np.ones(5) / 5, "valid"), 0.03)
    if active - pauses < 20:
        return None
    speech = levels > max(active - 24, pauses + 6)
    return without_runs(without_runs(speech, False, 10), True, 3)


def without_runs(speech, value, least):
    """Turns over the runs of a value that are shorter than `least` frames, but for those at the ends."""
    out = speech.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[-1], speech.astype(int), [-1]])))
    for start, end in zip(edges[:-1], edges[1:]):
        if speech[start] == value and end - start < least and start > 0 and end < len(speech):
            out[start:end] = not value
    return out


def read(file):
    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    samples = samples.mean(axis=1)
    return librosa.resample(samples, orig_sr=rate, target_sr=RATE) if rate != RATE else samples


def coloured(length, exponent):
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum *= np.maximum(1, np.arange(len(spectrum))) ** (-exponent / 2)
    return np.fft.irfft(spectrum, length)


def envelope(length, rate_hz, depth):
    points = rng.uniform(1 - depth, 1, int(length / RATE * rate_hz) + 2)
    return np.interp(np.arange(length) * rate_hz / RATE, np.arange(len(points)), points)


def tones(length):
    """Chords that change: harmonics of notes with decaying envelopes."""
    out, t, at = np.zeros(length), np.arange(length) / RATE, 0
    while at < length:
        note = int(RATE * rng.uniform(0.15, 1.2))
        n = min(note, length - at)
        for base in 110 * 2 ** (rng.integers(0, 36, rng.integers(1, 4)) / 12):
            decay = np.exp(-t[:n] * rng.uniform(0, 6))
            for h in range(1, rng.integers(2, 8)):
                out[at : at + n] += decay * np.sin(2 * np.pi * base * h * t[:n]) / h ** rng.uniform(0.5, 2)
        at += note
    return out


def clicks(length):
    out = np.zeros(length)
    for at in rng.integers(0, length - 3200, rng.integers(5, 80)):
        n = rng.integers(80, 3200)
        burst = rng.standard_normal(n) * np.exp(-np.arange(n) / rng.uniform(20, n / 2))
        out[at : at + n] += burst * rng.uniform(0.2, 1)
    return sosfilt(butter(2, rng.uniform(500, 7000) / 8000, "low", output="sos"), out)


def babble(length, clips):
    out = np.zeros(length)
    for _ in range(rng.integers(5, 14)):
        at = -rng.integers(0, 2 * RATE)
        while at < length:
            clip, _ = clips[rng.integers(len(clips))]
            a, b = max(0, at), min(length, at + len(clip))
            if b > a:
                out[a:b] += clip[a - at : b - at] / (np.std(clip) + 1e-6)
            at += len(clip)
    return out


def noise(length, clips):
    kind = min(6, rng.integers(8))
    if kind <= 1:
        base = coloured(length, rng.uniform(0, 2.2))
    elif kind == 2:
        base = coloured(length, rng.uniform(0, 1.5))
        low = rng.uniform(80, 3000)
        band = [low / 8000, min(0.98, low * rng.uniform(1.3, 5) / 8000)]
        base = sosfilt(butter(2, band, "band", output="sos"), base)
    elif kind == 3:
        t, hz = np.arange(length) / RATE, rng.choice([50, 60, 100, 120, rng.uniform(80, 400)])
        base = sum(np.sin(2 * np.pi * hz * h * t + h) / h ** rng.uniform(0, 1.5) for h in range(1, 12))
        base = base / np.std(base) + 0.2 * coloured(length, 1)
    elif kind == 4:
        base = tones(length)
    elif kind == 5:
        base = clicks(length)
    else:
        base = babble(length, clips)
    if kind != 6 and rng.random() < 0.5:
        base = base * envelope(length, rng.choice([0.5, 2, 8]), rng.uniform(0.3, 1))
    if rng.random() < 0.2:
        base = base / (np.std(base) + 1e-9) + rng.uniform(0.2, 1) * coloured(length, rng.uniform(0, 2))
    return base / (np.std(base) + 1e-9)


def sequence(clips):
    """Clips with gaps, noise over all of it; features and labels."""
    length = SECONDS * RATE
    clean, speech = np.zeros(length), np.zeros(1 + (length - WINDOW) // HOP, bool)
    at = int(rng.uniform(0, 2) * RATE) // HOP * HOP
    level = rng.uniform(-38, -12)
    alone = rng.random() < 0.1  # noise without any speech
    while at < length and not alone:
        clip, own = clips[rng.integers(len(clips))]
        n = min(len(clip), length - at)
        gain = 10 ** ((level + rng.normal(0, 2)) / 20) / (np.std(clip) + 1e-6)
        clean[at : at + n] += clip[:n] * gain
        f = at // HOP
        m = min(len(own), len(speech) - f)
        speech[f : f + m] |= own[:m]
        at += int(n + RATE * rng.choice([rng.uniform(0, 0.4), rng.uniform(0.4, 3)])) // HOP * HOP
    if rng.random() < 0.3:
        n = int(RATE * rng.uniform(0.1, 0.4))
        room = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
        room[0] = rng.uniform(2, 6) * np.sqrt(np.sum(room**2)) / 4
        wet = np.fft.irfft(np.fft.rfft(clean, 2 * length) * np.fft.rfft(room, 2 * length))[:length]
        clean = wet * np.std(clean) / (np.std(wet) + 1e-9)
    active = clean[: len(speech) * HOP].reshape(-1, HOP)[speech]
    power = np.mean(active**2) if len(active) else 10 ** (level / 10)
    snr = rng.uniform(-3, 25) if rng.random() < 0.85 else rng.uniform(25, 60)
    mixed = clean + noise(length, clips) * np.sqrt(power) * 10 ** (-snr / 20)
    if rng.random() < 0.2:
        edges = [rng.uniform(50, 350) / 8000, rng.uniform(3300, 7000) / 8000]
        mixed = sosfilt(butter(4, edges, "band", output="sos"), mixed)
    mixed = mixed + rng.standard_normal(length) * 10 ** (rng.uniform(-100, -70) / 20)
    return features(mixed), speech


def load(files, count):
    clips = []
    for file in files:
        samples = read(file)
        own = labels(samples) if len(samples) > RATE and np.max(np.abs(samples)) > 0.003 else None
        if own is not None:
            clips.append((samples, own))
        if len(clips) == count:
            break
    return clips


crema = sorted(glob.glob(os.path.join(args.data, "crema-d", "*.opus")))
crema = [f for f in crema if int(os.path.basename(f)[:4]) < 1076]
emodb = sorted(glob.glob(os.path.join(args.data, "emo-db", "**", "*.opus"), recursive=True))
clips = load(rng.permutation(crema), 900) + load(rng.permutation(emodb), 300)
print(f"{len(clips)} clips, {np.mean(np.concatenate([l for _, l in clips])):.2f} speech", flush=True)
X, Y = zip(*(sequence(clips) for _ in range(args.sequences)))
X, Y = torch.from_numpy(np.stack(X)), torch.from_numpy(np.stack(Y)).float()
print(X.shape, f"{Y.mean():.2f} speech", flush=True)
mean, std = X.mean((0, 1)), X.std((0, 1))
# the label of DELAY frames ago
target = torch.cat([torch.zeros(len(Y), DELAY), Y[:, :-DELAY]], 1)
X = (X - mean) / std
held = len(X) // 12


class Detector(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = torch.nn.GRU(MELS, HIDDEN, batch_first=True)
        self.out = torch.nn.Linear(HIDDEN, 1)

    def forward(self, x):
        return self.out(self.gru(x)[0])[..., 0]


model = Detector()
BATCH = 24
steps = args.epochs * ((len(X) - held) // BATCH)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=1e-4)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps, pct_start=0.1)
loss_of = torch.nn.BCEWithLogitsLoss()


def f1(logits, truth):
    said = logits > 0
    return (2 * (said & (truth > 0)).sum() / (said.sum() + (truth > 0).sum())).item()


for epoch in range(args.epochs):
    order = torch.randperm(len(X) - held) + held
    total = 0.0
    for at in range(0, len(order) - BATCH + 1, BATCH):
        batch = order[at : at + BATCH]
        gain = (torch.randn(BATCH, 1, 1) * 4) / std  # in dB
        loss = loss_of(model(X[batch] + gain)[:, DELAY:], target[batch][:, DELAY:])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
    with torch.no_grad():
        logits = model(X[:held])[:, DELAY:]
    print(f"epoch {epoch + 1} loss {total / (len(order) // BATCH):.4f} held-out mixtures F1 {f1(logits, target[:held, DELAY:]):.4f}", flush=True)

# the scaler goes into the input weights
state = {name: value.detach().numpy().astype(np.float64) for name, value in model.state_dict().items()}
mean, std = mean.numpy().astype(np.float64), std.numpy().astype(np.float64)
input_weights = state["gru.weight_ih_l0"] / std
input_bias = state["gru.bias_ih_l0"] - input_weights @ mean


def quantised(rows):
    scales = np.abs(rows).max(axis=1) / 127
    return np.round(rows / scales[:, None]).astype(np.int8), scales


parts = [quantised(w) for w in (input_weights, state["gru.weight_hh_l0"], state["out.weight"])]
weights = np.concatenate([w.ravel() for w, _ in parts]).tobytes()
numbers = [s for _, s in parts] + [input_bias, state["gru.bias_hh_l0"], state["out.bias"]]
floats = np.concatenate(numbers).astype("<f4").tobytes()
text = f"""// Written by tools/make_voice_activity.py --sequences {args.sequences} --epochs {args.epochs} --seed {args.seed}.

/** The voice activity detector's network: a GRU (PyTorch's order of gates: reset, update, new) and a dense layer. */
export const GRU_WEIGHTS = {{
  mels: {MELS},
  hidden: {HIDDEN},
  /** Frames by which its answers lag behind. */
  delay: {DELAY},
  /** Int8: input [3 hidden, mels], recurrent [3 hidden, hidden], output [hidden]. */
  weights:
    "{base64.b64encode(weights).decode()}",
  /** Float32, little endian: scales of the rows of weights in their order; biases: input, recurrent, output. */
  numbers:
    "{base64.b64encode(floats).decode()}",
}};
"""
target_file = os.path.join(os.path.dirname(__file__), "../src/voice-activity/gru-weights.ts")
with open(target_file, "w") as file:
    file.write(text)

"""Writes src/node/decoding/amr.golden.json: half a second of a made-up voice as AMR-NB and AMR-WB, and what the decoders of opencore-amr, not ffmpeg's, make of it.

usage: make_amr_golden.py; needs sox and libvo-amrwbenc (Debian: sox, libsox-fmt-all, libvo-amrwbenc0)
"""

import base64
import ctypes
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

OUTPUT = Path(__file__).parent.parent / "src/node/decoding/amr.golden.json"
KINDS = {"amr": ("amr-nb", 8000), "awb": ("amr-wb", 16000)}
STRIDE = 37


def voice(rate: int) -> np.ndarray:
    """A pulse train with the harmonics of a voice that falls from 160 to 120 Hz and gets louder."""
    time = np.arange(rate // 2) / rate
    phase = 2 * np.pi * (160 * time - 40 * time**2)
    sound = sum(np.sin(k * phase) / k for k in range(1, 12))
    return 0.1 * (1 + time) * sound


def encode_wb(samples: np.ndarray) -> bytes:
    """AMR-WB at 12.65 kbit/s, which sox only decodes (RFC 4867, section 5)."""
    library = ctypes.CDLL("libvo-amrwbenc.so.0")
    library.E_IF_init.restype = ctypes.c_void_p
    state = ctypes.c_void_p(library.E_IF_init())
    coded = b"#!AMR-WB\n"
    frame = ctypes.create_string_buffer(64)
    for start in range(0, len(samples) - 319, 320):
        speech = np.ascontiguousarray(samples[start : start + 320])
        size = library.E_IF_encode(state, ctypes.c_short(2), speech.ctypes.data_as(ctypes.c_void_p), frame, ctypes.c_short(0))
        coded += frame.raw[:size]
    library.E_IF_exit(state)
    return coded


def golden(ending: str, folder: Path) -> dict:
    kind, rate = KINDS[ending]
    source, coded, decoded = (folder / name for name in ("voice.wav", f"voice.{ending}", "decoded.wav"))
    soundfile.write(source, voice(rate), rate, subtype="PCM_16")
    if ending == "amr":
        subprocess.run(["sox", source, "-t", kind, coded], check=True)
    else:
        coded.write_bytes(encode_wb(soundfile.read(source, dtype="int16")[0]))
    subprocess.run(["sox", "-t", kind, coded, decoded], check=True)
    samples, sample_rate = soundfile.read(decoded)
    return {
        "ending": ending,
        "sampleRate": sample_rate,
        "length": len(samples),
        "stride": STRIDE,
        "samples": [float(f"{sample:.6g}") for sample in samples[::STRIDE]],
        "bytes": base64.b64encode(coded.read_bytes()).decode(),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        OUTPUT.write_text(json.dumps([golden(ending, Path(name)) for ending in KINDS]) + "\n")

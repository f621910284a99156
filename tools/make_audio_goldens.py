"""Writes src/audio/decode.golden.json: short recordings in every format, and what other decoders read in them.

Run by hand: python tools/make_audio_goldens.py (requirements.txt; programs ffmpeg, flac, lame, oggenc, opusenc, opusdec).
Encoders write their version and random serial numbers into files, so the bytes differ from run to run.
"""

import base64
import pathlib
import subprocess
import tempfile

import numpy as np
import soundfile
from golden_json import write_golden

GOLDEN = pathlib.Path(__file__).parent.parent / "src/audio/decode.golden.json"
KEPT = 48  # of the reference, about so many samples a channel are kept


def signal(seconds, rate, channels):
    random = np.random.default_rng(0)
    time = np.arange(round(seconds * rate)) / rate
    return np.stack(
        [
            0.5 * np.sin(2 * np.pi * 330 * (c + 1) * time) + random.normal(0, 0.05, len(time))
            for c in range(channels)
        ],
        axis=1,
    )


def run(command, folder):
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def case(folder, name, file, expected_format, command="", tolerance=0.0, reference=None):
    if command:
        run(command, folder)
    samples, rate = soundfile.read(folder / (reference or file), dtype="float32", always_2d=True)
    stride = len(samples) // KEPT | 1
    return {
        "name": name,
        "format": expected_format,
        "sampleRate": rate,
        "length": len(samples),
        "tolerance": tolerance,
        "stride": stride,
        "samples": samples[::stride].T,
        "bytes": base64.b64encode((folder / file).read_bytes()).decode(),
    }


def cases(folder):
    def write(file, seconds, rate, channels, **options):
        soundfile.write(folder / file, signal(seconds, rate, channels), rate, **options)

    write("short.wav", 0.02, 8000, 2, subtype="PCM_16")
    for subtype in ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"]:
        write("x.wav", 0.02, 8000, 2, subtype=subtype)
        yield case(folder, f"WAV {subtype}", "x.wav", "wav")
    write("x.wav", 0.02, 8000, 6, subtype="PCM_24", format="WAVEX")
    yield case(folder, "WAV extensible, 6 channels", "x.wav", "wav")
    yield case(folder, "RF64", "x.wav", "wav", "ffmpeg -y -i short.wav -rf64 always x.wav")
    for subtype in ["PCM_S8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"]:
        write("x.aiff", 0.02, 8000, 2, subtype=subtype, format="AIFF")
        yield case(folder, f"AIFF {subtype}", "x.aiff", "aiff")
    yield case(folder, "AIFC sowt", "x.aiff", "aiff", "ffmpeg -y -i short.wav -c:a pcm_s16le x.aiff")

    for bits, level in [("S8", 8), ("16", 5), ("24", 8)]:
        write("x.wav", 0.03, 16000, 2, subtype="PCM_U8" if bits == "S8" else f"PCM_{bits}")
        yield case(folder, f"FLAC of {bits} bits", "x.flac", "flac", f"flac -f --no-padding -{level} x.wav")
    yield case(folder, "FLAC with left, right and long predictors", "x.flac", "flac", "flac -f --no-padding -8 --lax -l 32 -q 15 -b 65535 --no-mid-side x.wav")
    yield case(folder, "FLAC with fixed predictors", "x.flac", "flac", "flac -f --no-padding -0 -b 192 x.wav")
    run("ffmpeg -y -i short.wav -c:a pcm_s24le x.wav", folder)
    yield case(folder, "FLAC with wasted bits", "x.flac", "flac", "flac -f --no-padding -5 x.wav")
    yield case(folder, "FLAC in Ogg", "x.oga", "flac", "flac -f --no-padding --ogg x.wav -o x.oga", reference="x.wav")

    write("mono.wav", 0.2, 16000, 1, subtype="PCM_16")
    write("stereo.wav", 0.15, 44100, 2, subtype="PCM_16")
    yield case(folder, "MP3 with a LAME header", "x.mp3", "mp3", "lame -b 64 stereo.wav x.mp3", 1e-5)
    yield case(folder, "MP3 of 16 kHz without one", "x.mp3", "mp3", "lame -t -b 32 mono.wav x.mp3", 1e-5)
    yield case(folder, "MP3 with tags", "x.mp3", "mp3", "lame -V 6 --add-id3v2 --tt title mono.wav x.mp3", 1e-5)
    yield case(folder, "Ogg Vorbis", "x.ogg", "ogg-vorbis", "oggenc -q 0 mono.wav -o x.ogg", 1e-5)
    for name, source in [("mono", "mono.wav"), ("stereo", "stereo.wav")]:
        run(f"opusenc --bitrate 24 --discard-pictures --padding 0 {source} x.opus", folder)
        yield case(folder, f"Ogg Opus {name}", "x.opus", "ogg-opus", "opusdec --rate 48000 --float x.opus x.wav", 1e-4, "x.wav")


with tempfile.TemporaryDirectory() as path:
    golden = list(cases(pathlib.Path(path)))
write_golden(GOLDEN, golden)

"""Writes src/audio/{decode,containers,rare}.golden.json: short recordings in every format, and what other decoders read.

Run by hand: python tools/make_audio_goldens.py (decode|containers|rare)
(requirements.txt; programs ffmpeg, flac, opusdec, for the first one lame, oggenc, opusenc, too, for the second one sox; for the
third ffmpeg alone).
Encoders write their version and random serial numbers into files, so the bytes differ from run to run.
"""

import base64
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import soundfile
from golden_json import write_golden

FOLDER = pathlib.Path(__file__).parent.parent / "src/audio"
KEPT = 32  # of the reference, about so many samples a channel are kept


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


def case(folder, name, file, expected_format, command="", tolerance=0.0, reference=None, length=None, order=None):
    """`reference`: another file, that holds what another decoder than libsndfile reads; `length`: where only the beginning is
    sound; `order`: of the reference's channels."""
    if command:
        run(command, folder)
    samples, rate = soundfile.read(folder / (reference or file), dtype="float32", always_2d=True)
    samples = samples[:length, order] if order else samples[:length]
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
    yield case(folder, "FLAC in Ogg", "x.oga", "ogg-flac", "flac -f --no-padding --ogg x.wav -o x.oga", reference="x.wav")

    write("mono.wav", 0.2, 16000, 1, subtype="PCM_16")
    write("stereo.wav", 0.15, 44100, 2, subtype="PCM_16")
    yield case(folder, "MP3 with a LAME header", "x.mp3", "mp3", "lame -b 64 stereo.wav x.mp3", 1e-5)
    yield case(folder, "MP3 of 16 kHz without one", "x.mp3", "mp3", "lame -t -b 32 mono.wav x.mp3", 1e-5)
    yield case(folder, "MP3 with tags", "x.mp3", "mp3", "lame -V 6 --add-id3v2 --tt title mono.wav x.mp3", 1e-5)
    yield case(folder, "Ogg Vorbis", "x.ogg", "ogg-vorbis", "oggenc -q 0 mono.wav -o x.ogg", 1e-5)
    for name, source in [("mono", "mono.wav"), ("stereo", "stereo.wav")]:
        run(f"opusenc --bitrate 24 --discard-pictures --padding 0 {source} x.opus", folder)
        yield case(folder, f"Ogg Opus {name}", "x.opus", "ogg-opus", "opusdec --rate 48000 --float x.opus x.wav", 1e-4, "x.wav")


def containers(folder):
    """Rarer containers and encodings: by libsndfile, sox and ffmpeg, and what another one of them reads."""

    def write(file, channels=2, rate=8000, seconds=0.02, **options):
        soundfile.write(folder / file, signal(seconds, rate, channels), rate, **options)

    def pipe(source, command, file):
        with open(folder / source, "rb") as stdin, open(folder / file, "wb") as stdout:
            subprocess.run(command.split(), stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, check=True)

    def by_sox(file):
        run(f"sox {file} -e float -b 32 sox.wav", folder)
        return "sox.wav"

    def by_ffmpeg(file):
        run(f"ffmpeg -y -i {file} -c:a pcm_f32le ffmpeg.wav", folder)
        return "ffmpeg.wav"

    write("short.wav", subtype="PCM_16")
    for channels, kind in [(1, "mono"), (2, "stereo")]:
        for subtype, length in [("IMA_ADPCM", None), ("MS_ADPCM", 720)]:
            write("x.wav", channels, seconds=0.09, subtype=subtype)
            yield case(folder, f"WAV {subtype} {kind} by libsndfile", "x.wav", "wav", length=length)
    run("sox short.wav -e ima-adpcm x.wav", folder)
    yield case(folder, "WAV IMA ADPCM with filling at the end", "x.wav", "wav", length=160)
    for codec in ["adpcm_ima_wav", "adpcm_ms"]:
        run(f"ffmpeg -y -i short.wav -c:a {codec} -block_size 64 x.wav", folder)
        yield case(folder, f"WAV {codec} in small blocks by ffmpeg", "x.wav", "wav", reference=by_sox("x.wav"))

    write("x.wav", subtype="PCM_24", endian="BIG")
    yield case(folder, "RIFX", "x.wav", "wav", reference=by_sox("x.wav"))
    for subtype in ["FLOAT", "IMA_ADPCM"]:
        write("x.w64", subtype=subtype, format="W64")
        yield case(folder, f"Wave64 {subtype}", "x.w64", "w64")
    write("x.rf64", subtype="PCM_24", format="RF64")
    yield case(folder, "RF64 by libsndfile", "x.rf64", "wav", reference=by_ffmpeg("x.rf64"))
    for muxer in ["wav", "wav -rf64 always", "w64", "aiff", "au"]:
        order = "be" if muxer in ("aiff", "au") else "le"
        pipe("short.wav", f"ffmpeg -i pipe:0 -c:a pcm_s16{order} -f {muxer} pipe:1", "x")
        yield case(folder, f"streamed by ffmpeg as {muxer}", "x", muxer.split()[0], reference="short.wav")
    run("sox short.wav x.raw", folder)
    for kind in ["wav", "aiff", "au"]:
        pipe("x.raw", f"sox -t raw -r 8000 -e signed -b 16 -c 2 - -t {kind} -", "x")
        yield case(folder, f"streamed by sox as {kind}", "x", kind, reference="short.wav")

    for subtype in ["PCM_S8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"]:
        write("x.au", 1, seconds=0.01, subtype=subtype, format="AU")
        yield case(folder, f"AU {subtype}", "x.au", "au")
    write("x.au", subtype="PCM_16", format="AU", endian="LITTLE")
    yield case(folder, "AU in the other byte order", "x.au", "au", reference=by_sox("x.au"))
    run("ffmpeg -y -i short.wav -c:a adpcm_ima_qt -f aiff x.aifc", folder)
    yield case(folder, "AIFC ima4", "x.aifc", "aiff")

    raw = "--force-raw-format --endian=little --sign=signed --channels=2 --bps=16 --sample-rate=8000"
    pipe("x.raw", f"flac --no-padding {raw} -c -", "x.flac")
    yield case(folder, "FLAC that does not know its length", "x.flac", "flac", reference="short.wav")
    for name, file, samples, rate in [
        ("one sample", "one.wav", np.array([0.5]), 4000),
        ("silence", "silence.wav", np.zeros(5000), 192000),
    ]:
        soundfile.write(folder / file, samples, rate, subtype="PCM_16")
        yield case(folder, f"FLAC of {name}", "x.flac", "flac", f"flac -f --no-padding --lax {file} -o x.flac")

    write("six.wav", 6, seconds=0.01, subtype="PCM_16")
    yield case(folder, "FLAC of six channels", "x.flac", "flac", "flac -f --no-padding --channel-map=none six.wav -o x.flac")
    # Opus and Vorbis have the centre second and low frequencies last
    order = [0, 2, 1, 4, 5, 3]
    run("ffmpeg -y -i six.wav -c:a libopus -b:a 48k -ar 48000 x.opus", folder)
    run("opusdec --rate 48000 --float x.opus opusdec.wav", folder)
    yield case(folder, "Ogg Opus of six channels", "x.opus", "ogg-opus", tolerance=1e-4, reference="opusdec.wav", order=order)


def rare(folder):
    """Encodings that few programs write, by libsndfile, ffmpeg or by hand, and what libsndfile or ffmpeg reads."""

    def write(file, channels=2, rate=8000, seconds=0.02, **options):
        soundfile.write(folder / file, signal(seconds, rate, channels), rate, **options)

    def by_ffmpeg(file):
        run(f"ffmpeg -y -i {file} -c:a pcm_f32le ffmpeg.wav", folder)
        return "ffmpeg.wav"

    for endian in ["LITTLE", "BIG"]:
        for subtype in ["PCM_24", "PCM_32"]:
            write("x.aiff", subtype=subtype, format="AIFF", endian=endian)
            yield case(folder, f"AIFC {subtype} {endian}", "x.aiff", "aiff")
    write("x.aiff", seconds=0.04, subtype="IMA_ADPCM", format="AIFF")
    yield case(folder, "AIFC ima4 stereo by libsndfile", "x.aiff", "aiff")
    write("x.aiff", subtype="PCM_16", format="AIFF")
    (folder / "bits.aiff").write_bytes(twelve_bits((folder / "x.aiff").read_bytes()))
    yield case(folder, "AIFF of 12 bits", "bits.aiff", "aiff")
    (folder / "late.aiff").write_bytes(sound_first((folder / "x.aiff").read_bytes()))
    yield case(folder, "AIFF with its sound before its description", "late.aiff", "aiff", reference="x.aiff")
    for subtype in ["PCM_16", "PCM_24", "FLOAT"]:
        write("x.wav", subtype=subtype, endian="BIG")
        (folder / "extensible.wav").write_bytes(extensible((folder / "x.wav").read_bytes()))
        yield case(folder, f"RIFX extensible {subtype}", "extensible.wav", "wav")

    write("mono.wav", 1, 22050, 0.15, subtype="PCM_16")
    write("stereo.wav", 2, 44100, 0.1, subtype="PCM_16")
    for source in ["mono", "stereo"]:
        run(f"ffmpeg -y -i {source}.wav -c:a mp2 -b:a 64k x.mp2", folder)
        yield case(folder, f"MPEG layer II {source}", "x.mp2", "mp2", tolerance=1e-4, reference=by_ffmpeg("x.mp2"))
    (folder / "x.mp1").write_bytes(layer_one())
    yield case(folder, "MPEG layer I", "x.mp1", "mp1", tolerance=1e-4, reference=by_ffmpeg("x.mp1"))
    run("ffmpeg -y -i stereo.wav -c:a libmp3lame -b:a 64k x.wav", folder)
    yield case(folder, "MP3 in WAV", "x.wav", "mp3", tolerance=1e-4, reference=by_ffmpeg("x.wav"))
    run("ffmpeg -y -i mono.wav -c:a libmp3lame -b:a 32k -ar 22050 x.mp3", folder)
    yield case(folder, "MP3 of 22.05 kHz", "x.mp3", "mp3", tolerance=1e-5)
    write("x.ogg", 2, 44100, 0.15, subtype="VORBIS", format="OGG")
    yield case(folder, "Ogg Vorbis stereo", "x.ogg", "ogg-vorbis", tolerance=1e-5)


def chunks_of(form, order):
    """The chunks of an AIFF or WAV file, with their headers."""
    at = 12
    while at < len(form):
        size = int.from_bytes(form[at + 4 : at + 8], order)
        yield form[at : at + 8 + size + size % 2]
        at += 8 + size + size % 2


def twelve_bits(aiff):
    """The file with a description that says 12 bits, of which libsndfile and we take all 16."""
    at = aiff.index(b"COMM") + 14
    return aiff[:at] + (12).to_bytes(2, "big") + aiff[at + 2 :]


def sound_first(aiff):
    chunks = sorted(chunks_of(aiff, "big"), key=lambda chunk: chunk[:4] != b"SSND")
    return aiff[:12] + b"".join(chunks)


def extensible(rifx):
    """A RIFX file with an extensible format chunk, whose identifier is big-endian, too."""
    chunks = []
    for chunk in chunks_of(rifx, "big"):
        if chunk[:4] == b"fmt ":
            base = bytearray(chunk[8:24])
            codec, bits, channels = base[:2], base[14:16], base[3]
            base[:2] = b"\xff\xfe"
            mask = ((1 << channels) - 1).to_bytes(4, "big")
            guid = b"\0\0" + codec + b"\0\0\0\x10\x80\0\0\xaa\0\x38\x9b\x71"
            chunk = b"fmt " + (40).to_bytes(4, "big") + base + (22).to_bytes(2, "big") + bits + mask + guid
        chunks.append(chunk)
    body = b"WAVE" + b"".join(chunks)
    return b"RIFX" + len(body).to_bytes(4, "big") + body


def layer_one(frames=12):
    """MPEG layer I in mono of 48 kHz and 128 kbit/s, which no encoder at hand writes: noise in eight subbands (ISO/IEC 11172-3, 2.4.1.5)."""
    random = np.random.default_rng(0)
    coded = b""
    for _ in range(frames):
        bits = [4 if band < 8 else 0 for band in range(32)]
        fields = [(0xFFF, 12), (1, 1), (3, 2), (1, 1), (4, 4), (1, 2), (0, 1), (0, 1), (3, 2), (0, 2), (0, 1), (1, 1), (0, 2)]
        fields += [(max(0, count - 1), 4) for count in bits]
        fields += [(12 + 2 * band, 6) for band in range(8)]
        fields += [(int(random.integers(0, 15)), 4) for _ in range(12) for _ in range(8)]
        text = "".join(format(value, f"0{width}b") for value, width in fields)
        coded += int(text.ljust(1024, "0"), 2).to_bytes(128, "big")
    return coded


MAKERS = {"decode": cases, "containers": containers, "rare": rare}
which = sys.argv[1]
with tempfile.TemporaryDirectory() as path:
    golden = list(MAKERS[which](pathlib.Path(path)))
write_golden(FOLDER / f"{which}.golden.json", golden)

"""Makes samples/ravdess-speech-opus.zip: every clip of RAVDESS speech as mono Ogg Opus, stored in one zip.

usage: make_sample.py [--data ../shared/data/ravdess-speech] [--out samples/ravdess-speech-opus.zip] [--bitrate 56]

Needs `opusenc` (Debian's package opus-tools). The same opusenc gives the same bytes on every run: files are
sorted, stream serial numbers are counted, times in the zip are fixed, tags of the source are dropped.
"""

import argparse
import os
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, default="../shared/data/ravdess-speech")
parser.add_argument("--out", type=Path, default="samples/ravdess-speech-opus.zip")
parser.add_argument("--bitrate", default="56", help="target in kbit/s")
parser.add_argument("--jobs", type=int, default=os.cpu_count())
args = parser.parse_args()


def encode(numbered: tuple[int, Path]) -> bytes:
    serial, path = numbered
    options = ["--quiet", "--vbr", "--bitrate", args.bitrate, "--downmix-mono", "--serial", str(serial)]
    options += ["--discard-comments", "--discard-pictures", "--padding", "0"]
    return subprocess.run(["opusenc", *options, path, "-"], check=True, capture_output=True).stdout


paths = sorted(args.data.glob("Actor_*/*.flac"))
if len(paths) != 1440:
    raise SystemExit(f"{args.data}: 1440 clips wanted, {len(paths)} found")
temporary = args.out.with_suffix(".part")
with ThreadPoolExecutor(args.jobs) as pool, zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
    for path, data in zip(paths, pool.map(encode, enumerate(paths, 1))):
        entry = zipfile.ZipInfo(f"{path.parent.name}/{path.stem}.opus", (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, data)
temporary.replace(args.out)
print(f"{args.out}: {args.out.stat().st_size} bytes")

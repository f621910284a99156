"""Writes src/node/sources/zip-source.golden.json: small zips of several kinds as base64, made by Python's zipfile."""

import base64
import io
import json
import struct
import warnings
import zipfile
from pathlib import Path

CONTENTS = {
    "Actor_02/03-01-02-01-01-01-02.wav": b"calm " * 200,
    "Actor_01/03-01-01-01-01-01-01.wav": b"neutral " * 100,
    "Müller.wav": b"own",
}


def entry(name, method=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, (2018, 5, 16, 0, 0, 0))
    info.compress_type = method
    return info


def make(write):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        write(archive)
    return base64.b64encode(buffer.getvalue()).decode()


def mixed(archive):
    archive.mkdir("Actor_01")
    for name, content in CONTENTS.items():
        method = zipfile.ZIP_STORED if name.startswith("Actor_01") else zipfile.ZIP_DEFLATED
        archive.writestr(entry(name, method), content)
    archive.writestr(entry("__MACOSX/Actor_01/._03-01-01-01-01-01-01.wav"), b"resource fork")
    archive.writestr(entry(".hidden/03-01-01-01-01-01-01.wav"), b"hidden")
    archive.writestr(entry("readme.txt"), b"read me")


def unreadable_entries(archive):
    archive.writestr(entry("fine.wav"), b"fine")
    archive.writestr(entry("lzma.wav", zipfile.ZIP_LZMA), b"lzma " * 100)
    encrypted = entry("secret.wav")
    archive.writestr(encrypted, b"secret secret secret")
    encrypted.flag_bits |= 1


def odd_names(archive):
    for name in ("../out.wav", "/etc/out.wav", "C:/out.wav", "a/../../out.wav", "a\\b.wav", "\x1b[2Jline\nbreak.wav", "__proto__.wav", "folder.wav/"):
        archive.writestr(entry(name), name.encode())


def encoded_names():
    """Names as they are without the flag for UTF-8: in UTF-8 as macOS writes them, and in code page 437."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("mAcO.wav", "dOs.wav"):
            archive.writestr(entry(name), name.encode())
    return base64.b64encode(content.getvalue().replace(b"mAcO", "né".encode() + b"1").replace(b"dOs", b"n\x822")).decode()


def repeated(archive):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in (b"first", b"second", b"first"):
            archive.writestr(entry("a.wav"), content)


def link(archive):
    info = entry("link.wav")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    archive.writestr(info, "/etc/passwd")
    archive.writestr(entry("fine.wav"), b"fine")


def overlapping():
    """Three entries of one content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(entry("a.wav"), b"content")
    bytes_ = content.getvalue()
    start, end = bytes_.index(b"PK\1\2"), bytes_.index(b"PK\5\6")
    directory = b"".join(bytes_[start:end].replace(b"a.wav", name) for name in (b"a.wav", b"b.wav", b"c.wav"))
    return base64.b64encode(bytes_[:start] + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 3, 3, len(directory), start, 0)).decode()


def zip64(archive):
    for name, content in CONTENTS.items():
        with archive.open(entry(name), "w", force_zip64=True) as file:
            file.write(content)


goldens = {
    "contents": {name: content.decode() for name, content in CONTENTS.items()},
    "mixed": make(mixed),
    "unreadableEntries": make(unreadable_entries),
    "empty": make(lambda archive: None),
    "oddNames": make(odd_names),
    "encodedNames": encoded_names(),
    "repeated": make(repeated),
    "link": make(link),
    "overlapping": overlapping(),
}
zipfile.ZIP64_LIMIT = 10
goldens["zip64"] = make(zip64)

target = Path(__file__).parent.parent / "src/node/sources/zip-source.golden.json"
target.write_text(json.dumps(goldens, ensure_ascii=False, indent=2) + "\n")

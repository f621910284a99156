"""Makes src/math/content-hash.golden.json: XXH64 of bytes that are known by formula.

usage: make_hash_goldens.py [OUT]
"""

import sys
from pathlib import Path

import xxhash

from golden_json import write_golden

LENGTHS = [0, 1, 3, 4, 7, 8, 13, 31, 32, 33, 63, 64, 100, 1000, 65536, 200001]


def content(length: int) -> bytes:
    return bytes((i * 131 + (i >> 3)) & 255 for i in range(length))


cases = [{"length": length, "hash": xxhash.xxh64_hexdigest(content(length))} for length in LENGTHS]
text = "byte i of each input is (131 i + floor(i / 8)) modulo 256"
out = Path(sys.argv[1] if len(sys.argv) > 1 else "src/math/content-hash.golden.json")
write_golden(out, {"source": f"xxhash {xxhash.VERSION}", "text": text, "cases": cases})

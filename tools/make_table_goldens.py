"""Writes src/tables/tables.golden.json: small feature tables as numpy, pandas and pyarrow write them, as base64, and what is in them.

usage: make_table_goldens.py [--out src/tables]
"""

import argparse
import base64
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from golden_json import write_golden

FILES = ["Müller/1.wav", "b, \"2\".wav", "c.wav"]
EMOTIONS = ["happy", "", "sad"]
COLUMNS = ["mfcc_0", "mfcc_1"]
VALUES = np.array([[1.1, -2.5e-8], [3.4028235e38, 1e-45], [0.1, np.float32(1) / 3]], dtype=np.float32)
FRAMES = np.arange(12, dtype=np.float32).reshape(6, 2) / 7
OFFSETS = np.array([0, 1, 1 + 3, 6])


def npz(arrays: dict, compression: int = zipfile.ZIP_STORED) -> bytes:
    """What numpy.savez writes, which itself takes no array named file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.asanyarray(array))
    return buffer.getvalue()


def parquet(table: pa.Table, **options) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    return buffer.getvalue()


def from_pandas(frame: pd.DataFrame, **options) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, **options)
    return buffer.getvalue()


def from_index(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.set_index(np.array([7, 3, 5])).to_parquet(buffer)
    return buffer.getvalue()


def columns_of(values: np.ndarray) -> dict:
    return dict(zip(COLUMNS, values.T))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default="src/tables")
    out = parser.parse_args().out

    arrays = {"columns": np.array(COLUMNS), "file": np.array(FILES), "emotion": np.array(EMOTIONS)}
    labels = {"file": FILES, "emotion": [e or None for e in EMOTIONS]}
    plain = pd.DataFrame({**labels, **columns_of(VALUES)})
    lists = [[own.tolist() for own in np.split(FRAMES[:, c], OFFSETS[1:-1])] for c in range(2)]
    sequences = pa.table({**labels, **{name: pa.array(own, pa.list_(pa.float32())) for name, own in zip(COLUMNS, lists)}})
    vectors = {
        "numpy savez": npz({"values": VALUES, **arrays}),
        "numpy savez_compressed": npz({"values": VALUES, **arrays}, zipfile.ZIP_DEFLATED),
        "numpy, Fortran order": npz({"values": np.asfortranarray(VALUES), **arrays}),
        "numpy, big-endian": npz({"values": VALUES.astype(">f4"), **arrays, "columns": np.array(COLUMNS).astype(">U8")}),
        "numpy, float64": npz({"values": VALUES.astype(np.float64), **arrays}),
        "numpy, bytes": npz({"values": VALUES, **arrays, "columns": np.array(COLUMNS, dtype="S")}),
        "pandas Parquet": from_pandas(plain),
        "pandas Parquet, uncompressed": from_pandas(plain, compression=None),
        "pyarrow Parquet, version 1, row groups of 2": parquet(pa.Table.from_pandas(plain, preserve_index=False), version="1.0", row_group_size=2),
        "pyarrow Parquet, no dictionary, byte stream split": parquet(pa.Table.from_pandas(plain, preserve_index=False), use_dictionary=False, column_encoding={name: "BYTE_STREAM_SPLIT" for name in COLUMNS}),
        "pandas Parquet with an index": from_index(plain),
        "pandas CSV with an index": plain.to_csv().encode(),
        "pandas CSV": plain.to_csv(index=False).encode(),
        "pandas CSV, CRLF": plain.to_csv(index=False, lineterminator="\r\n").encode(),
    }
    golden = {
        "source": f"numpy {np.__version__}, pandas {pd.__version__}, pyarrow {pa.__version__}",
        "columns": COLUMNS,
        "facts": {"file": FILES, "emotion": EMOTIONS},
        "vectors": {"bits": VALUES.view(np.uint32), "files": {name: base64.b64encode(content).decode() for name, content in vectors.items()}},
        "sequences": {
            "frames": FRAMES,
            "offsets": OFFSETS,
            "files": {
                "numpy savez": base64.b64encode(npz({"values": FRAMES, "offsets": OFFSETS, **arrays})).decode(),
                "pyarrow Parquet": base64.b64encode(parquet(sequences)).decode(),
            },
        },
    }
    write_golden(out / "tables.golden.json", golden)

"""Writes src/tables/tables.golden.json: small feature tables as numpy, pandas, pyarrow, polars and DuckDB write them, as base64, and what is in them.

usage: make_table_goldens.py [--out src/tables]
"""

import argparse
import base64
import io
import tempfile
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
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
                np.lib.format.write_array(file, np.asanyarray(array), allow_pickle=True)
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


def from_polars(frame: pd.DataFrame, **options) -> bytes:
    buffer = io.BytesIO()
    pl.from_pandas(frame).write_parquet(buffer, **options)
    return buffer.getvalue()


def from_duckdb(frame: pd.DataFrame, options: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.parquet"
        duckdb.sql(f"copy (select * from frame) to '{file}' (format parquet{options})")
        return file.read_bytes()


def from_polars_table(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pl.from_arrow(table).write_parquet(buffer)
    return buffer.getvalue()


def as_index(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.set_index("file").to_parquet(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def encoded(files: dict) -> dict:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


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
        "pandas CSV, CR": plain.to_csv(index=False, lineterminator="\r").encode(),
        "pandas CSV, semicolons and decimal commas": plain.to_csv(index=False, sep=";", decimal=",").encode(),
        "pandas CSV, tabs, UTF-16": plain.to_csv(index=False, sep="\t").encode("utf-16"),
        "pandas CSV, UTF-16 big-endian": b"\xfe\xff" + plain.to_csv(index=False).encode("utf-16-be"),
        "pandas CSV, byte order mark": plain.to_csv(index=False).encode("utf-8-sig"),
        **{f"pandas Parquet, {codec}": from_pandas(plain, compression=codec) for codec in ("gzip", "brotli", "zstd", "lz4")},
        "pandas Parquet, float64": from_pandas(plain.astype({name: "float64" for name in COLUMNS})),
        "pandas Parquet, categories": from_pandas(plain.astype({"emotion": "category"})),
        "pandas Parquet, index of files": as_index(plain),
        "pyarrow Parquet, data pages of version 2": parquet(pa.Table.from_pandas(plain, preserve_index=False), data_page_version="2.0"),
        "pyarrow Parquet, delta encodings": parquet(pa.Table.from_pandas(plain, preserve_index=False), use_dictionary=False, column_encoding={"file": "DELTA_BYTE_ARRAY", "emotion": "DELTA_LENGTH_BYTE_ARRAY"}),
        "pyarrow Parquet, delta encodings, data pages of version 2": parquet(pa.Table.from_pandas(plain, preserve_index=False), use_dictionary=False, data_page_version="2.0", compression="zstd", column_encoding={"file": "DELTA_BYTE_ARRAY", "emotion": "DELTA_BYTE_ARRAY"}),
        "polars Parquet": from_polars(plain),
        "polars Parquet, lz4": from_polars(plain, compression="lz4"),
        "DuckDB Parquet": from_duckdb(plain),
        "DuckDB Parquet, version 2, zstd": from_duckdb(plain, ", parquet_version v2, compression zstd"),
    }
    times = np.array([0, 1_500_000_000, 60_000_000_000], dtype="timedelta64[ns]")
    halves = np.array([[0.1, -65504], [6e-8, 0], [1000.5, -2]], dtype=np.float16)
    timed = pd.DataFrame({**labels, "start": [0.0, 0.0, 60.0], "end": [0.0, 1.5, 60.0], **columns_of(VALUES)})
    refused = {
        "objects as emotions": npz({"values": VALUES, **arrays, "emotion": np.array(EMOTIONS, dtype=object)}),
        "objects as values": npz({"values": VALUES.astype(object), **arrays}),
        "complex values": npz({"values": VALUES.astype("c8"), **arrays}),
        "dates as times": npz({"values": VALUES, **arrays, "start": np.zeros(3, "datetime64[s]")}),
        "structures": npz({"values": VALUES, **arrays, "emotion": np.zeros(3, [("a", "i4"), ("b", "U3")])}),
        "nested metadata": from_pandas(plain.assign(nested=[{"a": [1, 2]}] * 3)),
        "lists among numbers": from_pandas(plain.assign(embedding=[[1.0, 2.0]] * 3)),
        "lists of different lengths": parquet(pa.table({**labels, "mfcc_0": pa.array([[1.0], [1.0, 2.0], None]), "mfcc_1": pa.array([[1.0]] * 3)})),
        "no rows": from_pandas(plain.iloc[:0]),
        "a missing value": from_pandas(plain.assign(mfcc_1=[1, None, 2])),
        "text among features": from_pandas(plain.assign(hash="", mfcc_2=["1", "2", "loud"])),
        "millions of rows": parquet(pa.table({"file": pa.array(["a"] * 2_000_000), "x": pa.array(np.zeros(2_000_000, np.float32))}), compression="zstd"),
        "gigabytes of text": parquet(pa.table({"file": pa.array(["x" * 1_000_000] * 1000), "x": pa.array(np.ones(1000, np.float32))}), compression="zstd", use_dictionary=False, column_encoding={"file": "DELTA_BYTE_ARRAY"}),
        "long lists": parquet(pa.table({"file": ["a"] * 20, **{name: pa.array([[0.0] * 1_000_000] * 20, pa.list_(pa.float32())) for name in "abcd"}}), compression="brotli"),
        "an Excel workbook": workbook(),
    }
    golden = {
        "source": f"numpy {np.__version__}, pandas {pd.__version__}, pyarrow {pa.__version__}, polars {pl.__version__}, DuckDB {duckdb.__version__}",
        "columns": COLUMNS,
        "metadata": {"file": FILES, "emotion": EMOTIONS},
        "refused": encoded(refused),
        "halves": {"values": halves.astype(np.float32), "files": encoded({"numpy": npz({"values": halves, **arrays}), "pandas Parquet": from_pandas(pd.DataFrame({**labels, **columns_of(halves)}))})},
        "times": {
            "start": [0.0, 0.0, 60.0],
            "end": times / np.timedelta64(1, "s"),
            "files": encoded({"numpy": npz({"values": VALUES, **arrays, "start": timed["start"].to_numpy(), "end": times}), "pandas Parquet": from_pandas(timed), "pandas Parquet, timedelta": from_pandas(timed.assign(end=pd.to_timedelta(times))), "pandas CSV, timedelta": timed.assign(end=pd.to_timedelta(times)).to_csv(index=False).encode()}),
        },
        "kinds": encoded({"pandas Parquet": from_pandas(plain.assign(when=pd.Timestamp("2020-02-01"), price=1.5, count=[1, 2, 3], flag=[True, False, True], raw=b"\xff\x00")[["file", "emotion", "when", "flag", "raw", *COLUMNS]])}),
        "vectors": {"bits": VALUES.view(np.uint32), "files": encoded(vectors)},
        "sequences": {
            "frames": FRAMES,
            "offsets": OFFSETS,
            "files": {
                "numpy savez": base64.b64encode(npz({"values": FRAMES, "offsets": OFFSETS, **arrays})).decode(),
                "pyarrow Parquet": base64.b64encode(parquet(sequences)).decode(),
                "polars Parquet": base64.b64encode(from_polars_table(sequences)).decode(),
            },
        },
    }
    write_golden(out / "tables.golden.json", golden)

"""Checks with numpy, pandas, pyarrow and duckdb that the feature tables of `affekt features` and `affekt convert` open and agree.

usage: check_tables.py SOURCE (a folder of recordings); needs dist/ and node
"""

import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

COMMAND = ["node", str(Path(__file__).parent.parent / "dist/cli/main.js")]


def run(*words: str) -> None:
    subprocess.run([*COMMAND, *words], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def metadata_of(table: np.lib.npyio.NpzFile) -> list[str]:
    return [name for name in table.files if name not in ("values", "columns", "offsets", "set")]


def check_metadata(table: np.lib.npyio.NpzFile, frame: pd.DataFrame) -> None:
    for name in metadata_of(table):
        other = frame[name].fillna("") if table[name].dtype.kind == "U" else frame[name]
        assert np.array_equal(table[name], other.to_numpy(table[name].dtype)), name


def check_vectors(npz: Path, csv: Path, parquet: Path) -> None:
    table, frame = np.load(npz), pd.read_parquet(parquet)
    text = pd.read_csv(csv, dtype={name: str for name in metadata_of(table) if table[name].dtype.kind == "U"})
    columns = list(table["columns"])
    assert table["values"].dtype == np.float32 and frame[columns].dtypes.eq(np.float32).all()
    bits = table["values"].view(np.uint32)
    assert np.array_equal(bits, frame[columns].to_numpy().view(np.uint32))
    assert np.array_equal(bits, text[columns].to_numpy(np.float32).view(np.uint32))
    check_metadata(table, frame)
    check_metadata(table, text)
    [(rows, total)] = duckdb.sql(f"select count(*), sum({columns[0]}::double) from '{parquet}'").fetchall()
    assert rows == len(bits) and np.isclose(total, table["values"][:, 0].sum(dtype=np.float64))
    print(f"{npz.name}, {csv.name}, {parquet.name}: {bits.shape[0]} rows of {bits.shape[1]} values are the same bits")


def check_sequences(npz: Path, parquet: Path) -> None:
    table, frame = np.load(npz), pd.read_parquet(parquet)
    columns = list(table["columns"])
    clips = np.split(table["values"], table["offsets"][1:-1])
    for row, clip in enumerate(clips):
        other = np.stack([frame[name][row] for name in columns], axis=1)
        assert other.dtype == np.float32 and np.array_equal(clip.view(np.uint32), other.view(np.uint32))
    check_metadata(table, frame)
    [(frames,)] = duckdb.sql(f"select sum(len({columns[0]})) from '{parquet}'").fetchall()
    assert frames == len(table["values"])
    print(f"{npz.name}, {parquet.name}: {len(clips)} sequences of {len(columns)} values, {frames} frames are the same bits")


if __name__ == "__main__":
    source = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors = [folder / f"vectors.{ending}" for ending in ("npz", "csv", "parquet")]
        for file in vectors:
            run("features", source, "--set", "classic-180", "-o", str(file))
        check_vectors(*vectors)
        assert b'"classic-180"' in pq.read_schema(vectors[2]).metadata[b"affekt.set"]
        for one, other in itertools.permutations(vectors, 2):
            converted = folder / f"from-{one.suffix[1:]}{other.suffix}"
            run("convert", str(one), str(converted))
            files = {file.suffix: file for file in [*vectors, converted]}
            check_vectors(files[".npz"], files[".csv"], files[".parquet"])
        sequences = [folder / f"sequences.{ending}" for ending in ("npz", "parquet")]
        for file in sequences:
            run("features", source, "--set", "frames", "-o", str(file))
        check_sequences(*sequences)
        run("convert", str(sequences[1]), str(folder / "from-parquet.npz"))
        check_sequences(folder / "from-parquet.npz", sequences[1])
        run("convert", str(sequences[0]), str(folder / "from-npz.parquet"))
        check_sequences(sequences[0], folder / "from-npz.parquet")

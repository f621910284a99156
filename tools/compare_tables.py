"""How near a table of `affekt features` comes to librosa's, in units of each value's standard deviation over librosa's table.

usage: compare_tables.py OURS.csv LIBROSA.npz

LIBROSA.npz by make_librosa_table.py of the same recordings. Prints, for each family of columns and for the first 180 together, the share of
values within 1 % of the spread and the largest distance.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

parser = argparse.ArgumentParser()
parser.add_argument("ours", type=Path)
parser.add_argument("librosa", type=Path)
args = parser.parse_args()

theirs = np.load(args.librosa)
ours = pd.read_csv(args.ours)
ours = ours.set_index(ours["file"].map(lambda file: Path(file).stem)).loc[[Path(path).stem for path in theirs["paths"]]]
columns = list(ours.columns[ours.columns.get_loc("mfcc_0") :])
if len(columns) != theirs["features"].shape[1]:
    raise SystemExit(f"{args.librosa}: {theirs['features'].shape[1]} values a clip, {args.ours}: {len(columns)}")
distance = np.abs(ours[columns].to_numpy(float) - theirs["features"]) / theirs["features"].std(axis=0)


def report(name: str, values: np.ndarray) -> None:
    print(f"{name:<10} {100 * np.mean(values <= 0.01):6.2f} % within 1 % of the spread, at most {100 * values.max():.2f} %")


for family in dict.fromkeys(column.split("_")[0] for column in columns):
    report(family, distance[:, [column.startswith(f"{family}_") for column in columns]])
report("first 180", distance[:, :180])

"""Reads timelines that Affekt writes with Praat (praat-parselmouth) and pympi-ling: what these find is the golden of the tests. Also
writes TextGrids by Praat, long and short, that Affekt has to read.

Usage: python tools/make_timeline_goldens.py, which writes src/timeline/formats/timeline.golden.json
"""

import os
import subprocess
import tempfile

import parselmouth
import pympi
from golden_json import ROOT, write_golden
from parselmouth.praat import call

HERE = os.path.dirname(os.path.abspath(__file__))


def praat_tiers(file):
    grid = parselmouth.read(file)
    tiers = []
    for t in range(1, call(grid, "Get number of tiers") + 1):
        intervals = [
            [
                round(call(grid, "Get start time of interval", t, i), 6),
                round(call(grid, "Get end time of interval", t, i), 6),
                call(grid, "Get label of interval", t, i),
            ]
            for i in range(1, call(grid, "Get number of intervals", t) + 1)
        ]
        tiers.append({"name": call(grid, "Get tier name", t), "intervals": intervals})
    return tiers


def elan_tiers(file):
    eaf = pympi.Elan.Eaf(file)
    tiers = [
        {
            "name": name,
            "type": eaf.get_parameters_for_tier(name)["LINGUISTIC_TYPE_REF"],
            "parent": eaf.get_parameters_for_tier(name).get("PARENT_REF"),
            "annotations": [list(one[:3]) for one in sorted(eaf.get_annotation_data_for_tier(name))],
        }
        for name in eaf.get_tier_names()
    ]
    vocabulary = sorted(value for entry, _ in eaf.get_cv_entries("emotions").values() for value, *_ in entry)
    return {"tiers": tiers, "media": eaf.media_descriptors[0]["MEDIA_URL"], "vocabulary": vocabulary}


def praat_files(folder):
    """A grid of Praat's own, as long and short text."""
    grid = call("Create TextGrid", 0, 5, "Ann Bob bells", "bells")
    for tier, start, end, text in ((1, 0.5, 1.25, 'said "no"'), (2, 2, 4.5, "yes")):
        call(grid, "Insert boundary", tier, start)
        call(grid, "Insert boundary", tier, end)
        call(grid, "Set interval text", tier, 2, text)
    call(grid, "Insert point", 3, 1, "ding")
    texts = {}
    for kind, command in (("long", "Save as text file"), ("short", "Save as short text file")):
        file = os.path.join(folder, kind)
        call(grid, command, file)
        texts[kind] = open(file, encoding="utf-8").read()
    return texts


with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["node", os.path.join(HERE, "export-timelines.ts"), folder], check=True)
    names = ["simple", "spoken", "empty"]
    write_golden(
        ROOT / "src/timeline/formats/timeline.golden.json",
        {
            "praat": {name: praat_tiers(os.path.join(folder, f"{name}.TextGrid")) for name in names},
            "elan": {name: elan_tiers(os.path.join(folder, f"{name}.eaf")) for name in names},
            "files": {name: open(os.path.join(folder, name), encoding="utf-8").read() for name in sorted(os.listdir(folder))},
            "praatFiles": praat_files(folder),
        },
    )

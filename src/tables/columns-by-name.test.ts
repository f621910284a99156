import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../features/sets/columns.ts";
import { featureSet } from "../features/sets/sets.ts";
import { type TableData, tableData } from "./table-data.ts";
import { formatTable, parseTable } from "./table-format.ts";
import { rowsOf, setOf } from "./table-rows.ts";

const SET = featureSet("classic-180");
const COLUMNS = columnsOf(SET);
const OWN = featureSet({
  name: "own",
  statistics: ["mean"],
  descriptors: [{ name: "rms" }, { name: "zeroCrossingRate" }],
});

/** CSV of rows whose features are numbered from 0, with other columns and values where `change` says. */
function csv(change: (columns: string[], rows: string[][]) => void, delimiter = ","): Uint8Array {
  const columns = ["file", "emotion", "speaker", ...COLUMNS];
  const rows = ["a.wav", "b.wav"].map((file, r) => [
    file,
    "happy",
    "01",
    ...COLUMNS.map((_, c) => String(c + r / 2)),
  ]);
  change(columns, rows);
  const lines = [columns, ...rows].map((cells) => cells.join(delimiter));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

const EXPECTED = [0, 0.5].map((offset) => Float32Array.from(COLUMNS, (_, c) => c + offset));

function metadataOf({ metadata }: TableData): Record<string, unknown> {
  return Object.fromEntries(metadata.map(({ name, values }) => [name, [...values]]));
}

describe("features are found by the names of the set", () => {
  test.each([
    ["as they are", () => {}, []],
    [
      "in another order",
      (columns: string[], rows: string[][]) => {
        for (const cells of [columns, ...rows]) cells.reverse();
      },
      [],
    ],
    [
      "behind pandas' index",
      (columns: string[], rows: string[][]) => {
        columns.unshift("");
        for (const [r, cells] of rows.entries()) cells.unshift(String(r));
      },
      [],
    ],
    [
      "behind an index that was read before",
      (columns: string[], rows: string[][]) => {
        columns.unshift("Unnamed: 0");
        for (const [r, cells] of rows.entries()) cells.unshift(String(r));
      },
      [],
    ],
    [
      "beside other columns, which are kept",
      (columns: string[], rows: string[][]) => {
        columns.splice(5, 0, "valence", "__proto__");
        columns.push("constructor");
        for (const cells of rows) {
          cells.splice(5, 0, "007", "x");
          cells.push("");
        }
      },
      ['3 columns beside those of "classic-180" kept as metadata: valence, __proto__, constructor'],
    ],
  ])("%s", async (_, change, notes) => {
    const table = await parseTable(csv(change), { name: "x" });
    expect(table.columns).toEqual(COLUMNS);
    expect(table.rows).toEqual(EXPECTED);
    expect(table.notes).toEqual(notes);
    expect(setOf(table, "x")).toBe(SET);
    const rows = rowsOf(table, "x");
    expect(rows[1]).toMatchObject({ path: "b.wav", emotion: "happy", speaker: "01", state: "ok" });
    if (notes.length > 0) {
      expect(Object.entries(rows[0]!.columns!)).toEqual([
        ["valence", "007"],
        ["__proto__", "x"],
        ["constructor", ""],
      ]);
    }
  });

  test("of the set that was asked for, also where one of Affekt's own is there", async () => {
    const bytes = csv((columns, rows) => {
      columns.push("zcr", "rms");
      for (const cells of rows) cells.push("0.25", "0.5");
    });
    const own = columnsOf(OWN);
    const table = await parseTable(bytes, { name: "x", set: OWN });
    expect(table.columns).toEqual(own);
    expect(setOf(table, "x", OWN)).toBe(OWN);
    expect(table.notes[0]).toMatch(/^180 columns beside those of "own" kept as metadata: mfcc_0, /);
    expect((await parseTable(bytes, { name: "x" })).columns).toEqual(COLUMNS);
  });

  test.each(["npz", "parquet"] as const)("in %s that says its set", async (format) => {
    const rows = EXPECTED.map((values, i) => ({
      source: "x",
      path: `${i}.wav`,
      values,
      startSeconds: 0,
      durationSeconds: 1,
      state: "ok" as const,
      samplesHash: String(i),
      warnings: [],
    }));
    const data = tableData({ set: SET, rows });
    const turned = {
      ...data,
      columns: ["valence", ...COLUMNS.toReversed()],
      rows: data.rows.map((values) => Float32Array.of(7, ...values.toReversed())),
    };
    const bytes = Buffer.concat(
      Array.from(formatTable(turned, { format }), (part) => Buffer.from(part)),
    );
    const table = await parseTable(new Uint8Array(bytes), { name: "x" });
    expect(table.columns).toEqual(COLUMNS);
    expect(table.rows).toEqual(EXPECTED);
    expect(metadataOf(table)["valence"]).toEqual([7, 7]);
    expect(table.notes).toEqual([
      '1 column beside those of "classic-180" kept as metadata: valence',
    ]);
  });

  test("columns that are missing are named", async () => {
    const bytes = csv((columns, rows) => {
      for (const cells of [columns, ...rows]) cells.splice(4, 7);
    });
    await expect(parseTable(bytes, { name: "x", set: SET })).rejects.toMatchObject({
      code: "mismatch",
      message:
        'x: lacks 7 of the 180 columns of "classic-180": mfcc_1, mfcc_2, mfcc_3, mfcc_4, mfcc_5 and 2 more',
    });
    const table = await parseTable(bytes, { name: "x" });
    expect(() => setOf(table, "x")).toThrow(
      /match none of classic, .*; pass --set; of "classic-180" it lacks mfcc_1, /,
    );
  });

  test("vectors are no sequences", async () => {
    const table = parseTable(
      csv(() => {}),
      { name: "x", set: featureSet("frames") },
    );
    await expect(table).rejects.toThrow('x: holds vectors, and "frames" has sequences');
  });
});

describe("cells that are no features", () => {
  test.each([
    ["", "is empty"],
    ["nan", '"nan" is not a number'],
    ["inf", '"inf" is not a number'],
    ["1e39", `"1e39" is out of float32's range`],
    ["-1e400", `"-1e400" is out of float32's range`],
    ["0x10", '"0x10" is not a number'],
    ["1_000", '"1_000" is not a number'],
    ["True", '"True" is not a number'],
    ["=1+1", '"=1+1" is not a number'],
    ["2024-01-05", '"2024-01-05" is not a number'],
    ['"1,5"', '"1,5" is not a number (a decimal comma is read where ; or tabs separate the cells)'],
    ['"1.234,5"', '"1.234,5" is not a number'],
  ])("%s", async (cell, reason) => {
    const bytes = csv((_, rows) => {
      rows[1]![5] = cell;
    });
    await expect(parseTable(bytes, { name: "x" })).rejects.toMatchObject({
      code: "bad-data",
      message: `x: row 2 (line 3), column mfcc_2: ${reason}; correct it, or leave the row out`,
    });
  });

  test("several are told in one line", async () => {
    const bytes = csv((_, rows) => {
      for (const cells of rows) cells.splice(4, 3, "x", "", "y");
    });
    await expect(parseTable(bytes, { name: "x" })).rejects.toMatchObject({
      message:
        'x: 6 cells cannot be used: row 1 (line 2), column mfcc_1: "x" is not a number; row 1 (line 2), column mfcc_2: is empty; row 1 (line 2), column mfcc_3: "y" is not a number; and 3 more; correct them, or leave their rows out',
    });
  });

  test.each([";", "\t"])("decimal commas are read where %j separates cells", async (delimiter) => {
    const bytes = csv((_, rows) => {
      for (const cells of rows)
        for (let c = 3; c < cells.length; c++) cells[c] = cells[c]!.replace(".", ",");
    }, delimiter);
    expect((await parseTable(bytes, { name: "x" })).rows).toEqual(EXPECTED);
  });
});

describe("metadata", () => {
  const withTimes = (start: string, end: string) =>
    csv((columns, rows) => {
      columns.push("Start", "END");
      for (const cells of rows) cells.push(start, end);
    });

  test.each([
    ["1.5", "2", [1.5, 0.5]],
    ["0 days 00:01:02.5", "0 days 01:00:00", [62.5, 3537.5]],
    ["00:00:01", "1 days", [1, 86399]],
    ["", "", [0, 0]],
  ])("%j to %j", async (start, end, [seconds, duration]) => {
    const table = await parseTable(withTimes(start, end), { name: "x" });
    expect(table.notes).toEqual([]);
    expect(rowsOf(table, "x")[0]).toMatchObject({
      startSeconds: seconds,
      durationSeconds: duration,
    });
  });

  test.each([
    ["abc", "2", 'column start: "abc" is not a time in seconds'],
    ["1", "inf", 'column end: "inf" is not a time in seconds'],
    ["1", "1500000000", 'column end: "1500000000" is not a time in seconds'],
    ["-1", "2", 'column start: "-1" is not a time in seconds'],
    ["2", "1", "column end: 1 is before the start, 2"],
  ])("%j to %j is refused", async (start, end, reason) => {
    await expect(parseTable(withTimes(start, end), { name: "x" })).rejects.toMatchObject({
      code: "bad-data",
      message: expect.stringContaining(`x: 2 cells cannot be used: row 1 (line 2), ${reason}; `),
    });
  });

  test("decimal commas are read in times, too", async () => {
    const bytes = csv((columns, rows) => {
      columns.push("start", "end", "note");
      for (const cells of rows) cells.push("1,5", "2,25", "a,b");
    }, ";");
    const [row] = rowsOf(await parseTable(bytes, { name: "x" }), "x");
    expect(row).toMatchObject({
      startSeconds: 1.5,
      durationSeconds: 0.75,
      columns: { note: "a,b" },
    });
  });

  test("numbers as labels are text, unknown ones are not there", async () => {
    const bytes = csv((columns, rows) => {
      columns[1] = "Emotion";
      rows[0]![1] = "3";
      rows[1]![1] = "";
    });
    const [first, second] = rowsOf(await parseTable(bytes, { name: "x" }), "x");
    expect(first).toMatchObject({ emotion: "3" });
    expect(second).not.toHaveProperty("emotion");
  });
});

test("sequences in another order, with a column too many", async () => {
  const set = featureSet({
    name: "own",
    descriptors: [{ name: "rms" }, { name: "zeroCrossingRate" }],
  });
  const row = {
    source: "x",
    path: "a",
    startSeconds: 0,
    durationSeconds: 1,
    state: "ok" as const,
    samplesHash: "",
    warnings: [],
  };
  const data = tableData({ set, rows: [{ ...row, values: Float32Array.of(1, 2, 3, 4) }] });
  const turned = {
    ...data,
    columns: ["zcr", "z", "rms"],
    rows: [Float32Array.of(2, 9, 1, 4, 9, 3)],
  };
  const bytes = Buffer.concat(
    Array.from(formatTable(turned, { format: "npz" }), (part) => Buffer.from(part)),
  );
  const table = await parseTable(new Uint8Array(bytes), { name: "x" });
  expect(table.rows).toEqual([Float32Array.of(1, 2, 3, 4)]);
  expect(table.notes).toEqual(['1 column beside those of "own" left out: z']);
  const files = unzipSync(new Uint8Array(bytes));
  delete files["set.npy"];
  expect((await parseTable(zipSync(files), { name: "x", set })).rows).toEqual(table.rows);
});

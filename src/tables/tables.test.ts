import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { FeatureRow } from "../datasets/feature-table.ts";
import { featureSet } from "../features/sets/sets.ts";
import { type TableData, tableData } from "./table-data.ts";
import {
  formatOf,
  formatTable,
  parseTable,
  TABLE_FORMATS,
  type TableFormat,
} from "./table-format.ts";
import { rowsOf, setOf } from "./table-rows.ts";
import golden from "./tables.golden.json" with { type: "json" };

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** A table's file as a whole. */
function formatted(table: TableData, format: TableFormat): Uint8Array {
  const parts = Array.from(formatTable(table, { format }), (part) => Buffer.from(part));
  return new Uint8Array(Buffer.concat(parts));
}

function bitsOf(rows: readonly Float32Array[]): number[][] {
  return rows.map((row) => [...new Uint32Array(row.slice().buffer)]);
}

function metadataOf({ metadata }: TableData): Record<string, unknown> {
  return Object.fromEntries(metadata.map(({ name, values }) => [name, [...values]]));
}

describe("tables that others wrote", () => {
  const { vectors, sequences, halves, times, columns, metadata } = golden;

  test.each(Object.entries(vectors.files))("%s", async (_, content) => {
    const table = await parseTable(Buffer.from(content, "base64"), { name: "x" });
    expect(table).toMatchObject({ columns, isSequence: false });
    expect(metadataOf(table)).toEqual(metadata);
    expect(bitsOf(table.rows)).toEqual(vectors.bits);
  });

  test.each(Object.entries(sequences.files))("sequences: %s", async (_, content) => {
    const table = await parseTable(bytesOf(content), { name: "x" });
    expect(table).toMatchObject({ columns, isSequence: true });
    expect(metadataOf(table)).toEqual(metadata);
    const { frames, offsets } = sequences;
    const expected = offsets.slice(1).map((end, i) => frames.slice(offsets[i], end).flat());
    expect(table.rows).toEqual(expected.map((row) => Float32Array.from(row)));
  });

  test.each(Object.entries(halves.files))("float16: %s", async (_, content) => {
    const { rows } = await parseTable(bytesOf(content), { name: "x" });
    expect(rows).toEqual(halves.values.map((row) => Float32Array.from(row)));
  });

  test.each(Object.entries(times.files))("lengths of time: %s", async (_, content) => {
    const table = await parseTable(bytesOf(content), { name: "x" });
    expect(metadataOf(table)).toMatchObject({ start: times.start, end: times.end });
    expect(rowsOf(table, "x").map(({ durationSeconds }) => durationSeconds)).toEqual([0, 1.5, 0]);
  });

  test("dates and truth values are text, bytes are left out", async () => {
    const table = await parseTable(bytesOf(golden.kinds["pandas Parquet"]), { name: "x" });
    expect(metadataOf(table)).toMatchObject({
      when: ["2020-02-01T00:00:00.000Z", "2020-02-01T00:00:00.000Z", "2020-02-01T00:00:00.000Z"],
      flag: ["true", "false", "true"],
    });
    expect(table.notes).toEqual([
      "2 columns kept as metadata: when, flag",
      "column raw is left out: it is neither numbers nor text",
    ]);
  });

  test.each([
    [
      "objects as emotions",
      "unsupported",
      "x: emotion: holds Python objects; numbers and text (dtype U) can be read; save them as text, such as values.astype(str)",
    ],
    [
      "objects as values",
      "unsupported",
      "x: values: holds Python objects; numbers and text (dtype U) can be read; save them as text, such as values.astype(str)",
    ],
    [
      "complex values",
      "unsupported",
      "x: values: holds <c8; numbers and text (dtype U) can be read",
    ],
    [
      "dates as times",
      "unsupported",
      "x: start: holds <M8[s]; numbers and text (dtype U) can be read",
    ],
    [
      "structures",
      "unsupported",
      "x: emotion: holds structured values; numbers and text (dtype U) can be read",
    ],
    [
      "nested metadata",
      "unsupported",
      "x: column nested holds nested values where a table has one number or text per row; drop it",
    ],
    [
      "lists among numbers",
      "unsupported",
      "x: column embedding holds lists where a table has one number or text per row; drop it",
    ],
    [
      "lists of different lengths",
      "bad-data",
      "x: 2 cells cannot be used: row 3, column mfcc_0: is empty; row 2, column mfcc_1: has 1 values where others have 2; correct them, or leave their rows out",
    ],
    ["no rows", "bad-data", "x: has no rows; a feature table has one row per clip"],
    [
      "a missing value",
      "bad-data",
      "x: row 2, column mfcc_1: is empty; correct it, or leave the row out",
    ],
    [
      "text among features",
      "bad-data",
      'x: row 3, column mfcc_2: "loud" is not a number; correct it, or leave the row out',
    ],
    [
      "millions of rows",
      "unreadable",
      /^x: would take 5\d\d MB in memory, \d+ times the size of the file/,
    ],
    ["gigabytes of text", "unreadable", /^x: would take 1000 MB in memory/],
    ["long lists", "unreadable", /^x: would take 3\d\d MB in memory/],
    [
      "an Excel workbook",
      "unsupported",
      "x: is a document of an office program; save the table as CSV UTF-8",
    ],
  ] as const)("refused: %s", async (kind, code, message) => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(parseTable(bytesOf(golden.refused[kind]), { name: "x" })).rejects.toMatchObject({
      code,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e8);
  });
});

const SETS = {
  vectors: featureSet({
    name: "own",
    statistics: ["mean", "std"],
    descriptors: [{ name: "chromaStft" }],
  }),
  sequences: featureSet({ name: "own", descriptors: [{ name: "melSpectrogram", nMels: 3 }] }),
};

/** Values with all digits, the smallest and the largest among them. */
function values(count: number, seed: number): Float32Array {
  const row = Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i) * 10 ** (i % 7));
  row.set([3.4028234663852886e38, 1e-45, -0.1].slice(0, count));
  return row;
}

const ROWS: readonly Omit<FeatureRow, "values">[] = [
  {
    source: "x",
    path: 'Actor_01/a, "b".wav',
    corpus: "ravdess",
    emotion: "happy",
    speaker: "01",
    sex: "male",
    columns: { mood: "33", note: "" },
    startSeconds: 0,
    durationSeconds: 3.25,
    state: "ok",
    samplesHash: "00ff",
    warnings: [],
  },
  {
    source: "x",
    path: "Müller 😀.wav",
    emotion: "furious",
    columns: { note: "two\nlines" },
    startSeconds: 60,
    durationSeconds: 60,
    state: "silent",
    samplesHash: "ab12",
    warnings: [],
  },
];

function tableOf(set: keyof typeof SETS, frames = [1, 4]) {
  const width = set === "vectors" ? 24 : 3;
  const rows = ROWS.map((row, i) => {
    const count = set === "vectors" ? width : width * frames[i]!;
    return { ...row, values: values(count, i) };
  });
  return { set: SETS[set], rows };
}

describe.each([
  ["vectors", "csv"],
  ["vectors", "npz"],
  ["vectors", "parquet"],
  ["sequences", "npz"],
  ["sequences", "parquet"],
] as const)("a table of %s as %s", (kind, format) => {
  test("comes back as it was", async () => {
    const table = tableOf(kind);
    const data = tableData(table);
    const back = await parseTable(formatted(data, format), { name: "x" });
    expect(metadataOf(back)).toEqual(metadataOf(data));
    expect(back.columns).toEqual(data.columns);
    expect(back.isSequence).toBe(kind === "sequences");
    expect(bitsOf(back.rows)).toEqual(bitsOf(data.rows));
    expect(back.set).toEqual(format === "csv" ? undefined : table.set);
    const columns = { mood: "", note: "" };
    expect(rowsOf(back, "x")).toEqual(
      table.rows.map((row) => ({ ...row, columns: { ...columns, ...row.columns } })),
    );
    expect(setOf(back, "x", table.set)).toEqual(table.set);
  });

  test("goes through every other format unchanged", async () => {
    const data = tableData(tableOf(kind));
    const bytes = formatted(data, format);
    for (const other of TABLE_FORMATS) {
      if (kind === "sequences" && other === "csv") continue;
      const there = await parseTable(formatted(data, other), { name: "x" });
      const back = formatted({ ...there, set: data.set! }, format);
      expect(Buffer.compare(back, bytes)).toBe(0);
    }
  });
});

test("what is known of no row has no column; a manifest's columns may be named like others", () => {
  const columns = { file: "1", values: "2", chroma_C: "3", other: "4" };
  const { metadata } = tableData({
    set: SETS.vectors,
    rows: [{ ...ROWS[1]!, columns, values: values(24, 0) }],
  });
  expect(metadata.map(({ name }) => name).join(" ")).toBe(
    "file emotion speaker start end file_manifest values_manifest chroma_C_manifest other state hash",
  );
});

test("CSV has no place for sequences", () => {
  expect(() => formatTable(tableData(tableOf("sequences")), { format: "csv" })).toThrowError(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringContaining("write to a file ending in .npz or .parquet"),
    }),
  );
});

test.each([
  ["a.csv", "csv"],
  ["A.NPZ", "npz"],
  ["folder.x/a.parquet", "parquet"],
  ["/dev/stdout", "csv"],
  ["./table", "csv"],
])("the ending of %s asks for %s", (file, format) => {
  expect(formatOf(file)).toBe(format);
});

test("options and formats that there are not are refused", async () => {
  const data = tableData(tableOf("vectors"));
  const options = { sets: "classic" } as object;
  await expect(parseTable(formatted(data, "npz"), options)).rejects.toThrow(
    "parseTable: has no option sets; it takes name, set",
  );
  await expect(parseTable(formatted(data, "npz"), { set: 3 as never })).rejects.toThrow(
    "parseTable: set must be the name of a feature set or its definition, got 3",
  );
  expect(() => formatTable(data, { format: "constructor" as TableFormat })).toThrow(
    "formatTable: format must be one of csv, npz, parquet, got constructor",
  );
});

test("another ending is refused", () => {
  expect(() => formatOf("table.xlsx")).toThrowError(
    "table.xlsx: a feature table is written to a file ending in .csv, .npz or .parquet",
  );
});

describe("whose features they are", () => {
  const { set: _, ...anonymous } = tableData({
    set: featureSet("classic-180"),
    rows: [{ ...ROWS[0]!, values: values(180, 0) }],
  });

  test("is told by the columns of a known set", () => {
    expect(setOf(anonymous, "x").name).toBe("classic-180");
  });

  test.each([
    [
      anonymous,
      featureSet("classic"),
      "mismatch",
      'x: lacks 13 of the 193 columns of "classic": contrast_0, contrast_1, contrast_2, contrast_3, contrast_4 and 8 more',
    ],
    [
      tableData(tableOf("vectors")),
      featureSet("classic"),
      "mismatch",
      /^x: holds the features "own" \([0-9a-f]{16}\), not "classic" \([0-9a-f]{16}\)$/,
    ],
    [
      { ...anonymous, columns: anonymous.columns.slice(1) },
      undefined,
      "bad-data",
      /^x: its 179 feature columns match none of classic, .*; pass --set; of "classic-180" it lacks mfcc_0$/,
    ],
    [
      { ...anonymous, set: { name: "own", descriptors: [{ name: "eGeMAPS" }] } },
      undefined,
      "invalid-argument",
      /^x: its feature set: descriptors\[0\]\.name must be one of .*, got "eGeMAPS"$/,
    ],
  ])("is refused where it does not fit", (table, wanted, code, message) => {
    expect(() => setOf(table as TableData, "x", wanted)).toThrowError(
      expect.objectContaining({
        code,
        message: typeof message === "string" ? message : expect.stringMatching(message),
      }),
    );
  });
});

describe("a table that is damaged", () => {
  const data = tableData(tableOf("vectors"));
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  test.each(["npz", "parquet"] as const)("%s, cut anywhere", async (format) => {
    const bytes = formatted(data, format);
    for (const share of [0.01, 0.3, 0.7, 0.99]) {
      const part = bytes.subarray(0, Math.floor(share * bytes.length));
      await expect(parseTable(part, { name: "x" })).rejects.toMatchObject({
        code: "unreadable",
        message: expect.stringMatching(/^x: /),
      });
    }
  });

  test.each([
    [text(""), "bad-data", "x: is empty"],
    [text("file,mfcc_0\na,1\nb\n"), "bad-data", "x line 3 has 1 cells where the header has 2"],
    [text("file,emotion\na,b\n"), "bad-data", /^x: has no features; /],
    [
      text("file,hash,mfcc_0\na,b,loud\n"),
      "bad-data",
      'x: row 1 (line 2), column mfcc_0: "loud" is not a number; correct it, or leave the row out',
    ],
    [text("file,mfcc_0\n"), "bad-data", "x: has no rows; a feature table has one row per clip"],
    [
      Uint8Array.of(...text("file,mfcc_0\na,1\n"), 0xe4),
      "unreadable",
      /^x line 3: is not UTF-8 text; save it as "CSV UTF-8"/,
    ],
    [Uint8Array.of(0xff, 0xfe, 0x00), "unreadable", /^x: is not UTF-16 text; save/],
  ])("%#", async (bytes, code, message) => {
    await expect(parseTable(bytes, { name: "x" })).rejects.toMatchObject({
      code,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test.each(["csv", "npz", "parquet"] as const)(
    "%s: values that are not finite",
    async (format) => {
      const [first] = data.rows;
      const rows = [first!, first!.with(3, NaN)];
      await expect(
        parseTable(formatted({ ...data, rows }, format), { name: "x" }),
      ).rejects.toMatchObject({
        code: "bad-data",
        message: expect.stringMatching(/^x: row 2( \(line 3\))?, column chroma_D#: /),
      });
    },
  );

  test.each(["csv", "npz", "parquet"] as const)("%s: states that there are not", async (format) => {
    const metadata = [
      ...data.metadata.filter(({ name }) => name !== "state"),
      { name: "state", values: ["ok", "loud"] },
    ];
    await expect(
      parseTable(formatted({ ...data, metadata }, format), { name: "x" }),
    ).rejects.toMatchObject({
      code: "bad-data",
      message: expect.stringMatching(
        /^x: row 2( \(line 3\))?, column state: must be ok, silent, too-short, got "loud"/,
      ),
    });
  });
});

test("rows without a hash are told apart by their features", () => {
  const data = tableData(tableOf("vectors"));
  const metadata = data.metadata.filter(({ name }) => name !== "hash");
  const [a, b] = data.rows;
  const hashes = rowsOf({ ...data, metadata, rows: [a!, b!] }, "x").map(
    ({ samplesHash }) => samplesHash,
  );
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(rowsOf({ ...data, metadata, rows: [b!, a!] }, "x")[1]?.samplesHash).toBe(hashes[0]);
});

test.each([
  [["columns"], "bad-data", "x: has no array columns, the names of the 24 columns of values"],
  [["values"], "bad-data", "x: has no array values; a feature table has numbers [rows, columns]"],
  [["file"], undefined, ""],
])("an NPZ without %s", async (without, code, message) => {
  const files = unzipSync(formatted(tableData(tableOf("vectors")), "npz"));
  for (const name of without) delete files[`${name}.npy`];
  const parsed = parseTable(zipSync(files), { name: "x" });
  if (code === undefined) expect(await parsed).toMatchObject({ columns: { length: 24 } });
  else await expect(parsed).rejects.toMatchObject({ code, message });
});

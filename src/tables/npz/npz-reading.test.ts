import { unzipSync, zipSync, type Zippable } from "fflate";
import { expect, test } from "vitest";
import { parseTable } from "../table-format.ts";

/** A `.npy` file whose header says what it may. */
function npy(
  dtype: string,
  shape: string,
  content: ArrayLike<number> | ArrayBuffer = [],
): Uint8Array {
  const header =
    `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const start = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0);
  return Uint8Array.from([
    ...start,
    ...new TextEncoder().encode(header),
    ...new Uint8Array(content),
  ]);
}

function points(...codes: number[]): ArrayBuffer {
  return Uint32Array.from(codes).buffer;
}

const PLAIN = {
  "values.npy": npy("<f4", "(2, 1)", Float32Array.of(1, 2).buffer),
  "columns.npy": npy("<U1", "(1,)", points(120)),
  "emotion.npy": npy("<U2", "(2,)", points(97, 98, 99, 0)),
};

function parse(files: Zippable, level: 0 | 6 = 6) {
  return parseTable(zipSync({ ...PLAIN, ...files }, { level }), { name: "x" });
}

test.each([0, 6] as const)("an NPZ of compression %i", async (level) => {
  const { metadata, columns, rows, notes } = await parse({}, level);
  expect({ columns, rows, notes }).toEqual({
    columns: ["x"],
    rows: [Float32Array.of(1), Float32Array.of(2)],
    notes: [],
  });
  expect(metadata).toEqual([{ name: "emotion", values: ["ab", "c"] }]);
});

test.each([
  [
    "a code point beyond Unicode",
    { "emotion.npy": npy("<U1", "(2,)", points(97, 0x110000)) },
    "bad-data",
    "x: emotion: element 2 is not valid Unicode text",
  ],
  [
    "half of a surrogate pair",
    { "emotion.npy": npy("<U1", "(2,)", points(0xd800, 97)) },
    "bad-data",
    "x: emotion: element 1 is not valid Unicode text",
  ],
  [
    "bytes that are no UTF-8",
    { "emotion.npy": npy("|S1", "(2,)", [97, 0xfc]) },
    "bad-data",
    "x: emotion: element 2 is not valid Unicode text",
  ],
  [
    "a negative shape",
    { "values.npy": npy("<f4", "(-3, 180)") },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "a shape that is no number",
    { "values.npy": npy("<f4", "(abc, 1)") },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "a shape beyond all numbers",
    { "values.npy": npy("<f4", `(${"9".repeat(30)}, 1)`) },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "a shape that overflows",
    { "values.npy": npy("<f4", "(99999999, 99999999, 99999999)") },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "more elements than bytes",
    { "values.npy": npy("<f4", "(3, 1)", [0, 0, 0, 0]) },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "no header",
    { "values.npy": Uint8Array.of(1, 2, 3) },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "a header that is longer than the file",
    {
      "values.npy": Uint8Array.from([...PLAIN["values.npy"].slice(0, 6), 2, 0, 255, 255, 255, 255]),
    },
    "unreadable",
    "x: values: is not a whole NumPy array",
  ],
  [
    "texts without size, billions of them",
    { "emotion.npy": npy("<U0", "(2000000000,)") },
    "bad-data",
    "x: emotion has 2000000000 values for 2 rows",
  ],
  [
    "rows without size, billions of them",
    { "values.npy": npy("<f4", "(2000000000, 0)"), "columns.npy": npy("<U1", "(0,)") },
    "bad-data",
    "x: emotion has 2 values for 2000000000 rows",
  ],
  [
    "billions of offsets without size",
    { "offsets.npy": npy("|S0", "(2000000000,)") },
    "bad-data",
    "x: offsets is an array of text of shape [2000000000], not whole numbers",
  ],
  [
    "values that are text",
    { "values.npy": npy("<U1", "(2, 1)", points(97, 98)) },
    "bad-data",
    "x: values is an array of text of shape [2, 1]; a feature table has numbers [rows, columns]",
  ],
  [
    "columns that are numbers",
    { "columns.npy": npy("<f4", "(1,)", Float32Array.of(1).buffer) },
    "bad-data",
    "x: columns is not text",
  ],
  [
    "columns of one name",
    {
      "values.npy": npy("<f4", "(1, 2)", Float32Array.of(1, 2).buffer),
      "columns.npy": npy("<U1", "(2,)", points(120, 120)),
      "emotion.npy": npy("<U1", "(1,)", points(97)),
    },
    "bad-data",
    'x: has the column "x" twice',
  ],
  [
    "a set that is no text",
    { "set.npy": npy("<f4", "()", Float32Array.of(3).buffer) },
    "bad-data",
    "x: set is an array of numbers of shape [], not the JSON of a feature set",
  ],
  [
    "a set that is no JSON",
    { "set.npy": npy("<U1", "()", points(123)) },
    "unreadable",
    "x: the feature set in it is not JSON",
  ],
  [
    "too few emotions",
    { "emotion.npy": npy("<U1", "(1,)", points(97)) },
    "bad-data",
    "x: emotion has 1 values for 2 rows",
  ],
  [
    "dtypes of the prototype",
    { "emotion.npy": npy("constructor", "(2,)") },
    "unsupported",
    "x: emotion: holds constructor; numbers and text (dtype U) can be read",
  ],
  [
    "floats of seven bytes",
    { "values.npy": npy("<f7", "(1, 1)", new ArrayBuffer(8)) },
    "unsupported",
    "x: values: holds <f7; numbers and text (dtype U) can be read",
  ],
  [
    "an infinite value",
    { "values.npy": npy("<f4", "(2, 1)", Float32Array.of(1, -Infinity).buffer) },
    "bad-data",
    "x: row 2, column x: is -Infinity; correct it, or leave the row out",
  ],
  [
    "a value beyond float32",
    { "values.npy": npy("<f8", "(2, 1)", Float64Array.of(1e39, 1).buffer) },
    "bad-data",
    "x: row 1, column x: 1e+39 is out of float32's range; correct it, or leave the row out",
  ],
])("refused: %s", async (_, files, code, message) => {
  await expect(parse(files as Zippable)).rejects.toMatchObject({
    code,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
});

test.each([
  [[0, 1.5], "fractions"],
  [[0, NaN], "NaN"],
  [[-1, 2], "negative"],
  [[0, 1e12], "too far"],
  [[0, 1], "not to the end"],
  [[1, 2], "not from the beginning"],
  [[0, 0, 2], "a row of no frames"],
])("refused: offsets %j, %s", async (offsets) => {
  const files = {
    "offsets.npy": npy("<f8", `(${offsets.length},)`, Float64Array.from(offsets).buffer),
    "emotion.npy": npy(
      "<U1",
      `(${offsets.length - 1},)`,
      points(...offsets.slice(1).map(() => 97)),
    ),
  };
  await expect(parse(files)).rejects.toMatchObject({
    code: "bad-data",
    message: "x: offsets do not divide the 2 frames of values",
  });
});

test("arrays that are no column are left out, and not even inflated", async () => {
  const junk = new Uint8Array(2 ** 26 + 128);
  junk.set(npy("<f4", "(16777216,)"));
  const files = zipSync({
    ...PLAIN,
    "junk.npy": junk,
    "../../x.npy": PLAIN["emotion.npy"],
    "__proto__.npy": PLAIN["emotion.npy"],
    "readme.txt": new Uint8Array(9),
  });
  // behind its header the array is damaged, so that inflating all of it would fail
  const junkAt = Buffer.from(files).indexOf("junk.npy") + 30_000;
  files.fill(0xff, junkAt, junkAt + 1000);
  expect(() => unzipSync(files)).toThrow(/invalid|unexpected/);
  const { metadata, notes } = await parseTable(files, { name: "x" });
  expect(notes).toEqual(["junk is left out: an array of numbers of shape [16777216] for 2 rows"]);
  expect(metadata.map(({ name }) => name)).toEqual(["emotion", "../../x", "__proto__"]);
});

test.each([
  ["many rows", npy("<f4", "(1200000, 1)", new ArrayBuffer(4_800_000))],
  ["rows without size", npy("<f4", "(2000000000, 0)")],
])("a bomb of %s is refused before it is taken apart", async (_, values) => {
  const width = values.length > 200 ? 1 : 0;
  const columns = npy("<U1", `(${width},)`, points(120).slice(0, 4 * width));
  const files = zipSync({ "values.npy": values, "columns.npy": columns });
  await expect(parseTable(files, { name: "x" })).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringMatching(
      /^x: would take \d+ MB in memory, \d+ times the size of the file/,
    ),
  });
});

/** Changes a number in the directory's first entry. */
function withDirectory(place: number, change: (view: DataView, at: number) => void): Uint8Array {
  const bytes = zipSync(PLAIN, { level: 6 });
  const at = bytes.findIndex(
    (_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1,
  );
  change(new DataView(bytes.buffer), at + place);
  return bytes;
}

test.each([
  [
    "a size that no deflate gives",
    24,
    (view: DataView, at: number) => view.setUint32(at, 0x7fffffff, true),
    "unreadable",
    /values\.npy cannot have the size/,
  ],
  [
    "a size that is too small",
    24,
    (view: DataView, at: number) => view.setUint32(at, 20, true),
    "unreadable",
    /is not a whole NumPy array/,
  ],
  [
    "a compressed size beyond the file",
    20,
    (view: DataView, at: number) => view.setUint32(at, 0x7fffffff, true),
    "unreadable",
    /values\.npy is cut off/,
  ],
  [
    "a place beyond the file",
    42,
    (view: DataView, at: number) => view.setUint32(at, 0x7fffffff, true),
    "unreadable",
    /values\.npy is not where the zip says/,
  ],
  [
    "another checksum",
    16,
    (view: DataView, at: number) => view.setUint32(at, 7, true),
    "unreadable",
    /the checksum of values\.npy does not match/,
  ],
  [
    "encryption",
    8,
    (view: DataView, at: number) => view.setUint16(at, 1, true),
    "unsupported",
    /values is encrypted; write the file by numpy\.savez/,
  ],
  [
    "another compression",
    10,
    (view: DataView, at: number) => view.setUint16(at, 14, true),
    "unsupported",
    /values is compressed by method 14/,
  ],
])("refused: an entry with %s", async (_, place, change, code, message) => {
  await expect(parseTable(withDirectory(place, change), { name: "x" })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test("two arrays of one name are refused", async () => {
  const bytes = zipSync({ ...PLAIN, "emotioM.npy": PLAIN["emotion.npy"] });
  const text = Buffer.from(bytes).toString("latin1").replaceAll("emotioM", "emotion");
  await expect(
    parseTable(new Uint8Array(Buffer.from(text, "latin1")), { name: "x" }),
  ).rejects.toMatchObject({
    code: "bad-data",
    message: "x: has two arrays of the name emotion",
  });
});

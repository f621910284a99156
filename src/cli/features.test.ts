import { spawnSync } from "node:child_process";
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParseRows } from "d3-dsv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseTable } from "../tables/table-format.ts";
import { affekt, MAIN, type Outcome } from "./command-line.fixture.ts";
import { clip, corpus, putFiles, silence, storedZip } from "./recordings.fixture.ts";

const FILES = corpus([1, 2], 2);
const COMMAND = ["features", "--set", "classic-180", "--jobs", "1"];
const BROKEN = { "empty.wav": new Uint8Array(), "text.wav": Buffer.from("Dear diary,") };

let folder: string;
let cache: string;
let recordings: string;
/** What `affekt features` says of `recordings`, made without a cache. */
let expected: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-features-"));
  cache = join(folder, "cache");
  recordings = await putFiles(join(folder, "recordings"), FILES);
  expected = (await features(recordings, "--no-cache")).stdout;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function features(...words: string[]): Promise<Outcome> {
  return affekt([...COMMAND, ...words], cache);
}

test("the table: header, order, labels, a value in each cell", async () => {
  const { stdout, stderr } = await features(recordings, "--set", "classic", "--jobs", "2");
  expect(stderr).toMatch(/^features 8 recordings, classic \(.*\)\n$/);
  const [header, ...rows] = csvParseRows(stdout.trimEnd());
  const known = "file emotion speaker corpus sex language intensity statement start end state hash";
  const facts = known.split(" ");
  expect(header?.slice(0, facts.length + 2)).toEqual([...facts, "mfcc_0", "mfcc_1"]);
  expect(header).toHaveLength(facts.length + 193);
  expect(rows.map(([file]) => file)).toEqual(Object.keys(FILES));
  const spoken = ["neutral", "neutral", "calm", "calm"];
  expect(rows.map((row) => row.slice(1, 3))).toEqual(
    ["01", "02"].flatMap((speaker) => spoken.map((emotion) => [emotion, speaker])),
  );
  for (const row of rows) {
    expect(row.slice(8, 11)).toEqual(["0", "0.2", "ok"]);
    expect(row.slice(12).every((cell) => cell !== "" && Number.isFinite(Number(cell)))).toBe(true);
  }
  expect(new Set(rows.map((row) => row.slice(12).join())).size).toBe(8);
  expect(new Set(rows.map((row) => row[11])).size).toBe(8);
});

test("folder, zip and manifest give the same values", async () => {
  const zip = join(folder, "recordings.zip");
  await writeFile(zip, storedZip(FILES));
  expect(await features(zip)).toMatchObject({ status: 0, stdout: expected });

  const lines = Object.keys(FILES).map((path) => `recordings/${path},happy,x`);
  const manifest = join(folder, "recordings.csv");
  await writeFile(manifest, ["path,emotion,speaker", ...lines, ""].join("\n"));
  const listed = await features(manifest);
  expect(listed.stderr).toMatch(/^features 8 recordings, classic-180 \(.*\)\n$/);
  expect(valuesOf(listed.stdout)).toEqual(valuesOf(expected));
});

function valuesOf(table: string): string[][] {
  return csvParseRows(table.trimEnd()).map((row) => row.slice(-180));
}

test("a manifest's other columns follow the speaker, quoted where they must be", async () => {
  await putFiles(join(folder, "own"), { "a, b.wav": clip(1, 1, 1), "c.wav": clip(2, 1, 1) });
  const manifest = join(folder, "own", "list.csv");
  await writeFile(manifest, 'path,note,emotion\nc.wav,"say ""hi"", twice",furious\n"a, b.wav",,\n');
  const { stdout, stderr } = await features(manifest);
  const [header, first, second] = csvParseRows(stdout.trimEnd());
  const facts = ["file", "emotion", "speaker", "start", "end", "note", "state", "hash"];
  expect(header?.slice(0, 9)).toEqual([...facts, "mfcc_0"]);
  expect(header).toHaveLength(facts.length + 180);
  expect(first?.slice(0, 6)).toEqual(["c.wav", "furious", "", "0", "0.2", 'say "hi", twice']);
  expect(second?.slice(0, 6)).toEqual(["a, b.wav", "", "", "0", "0.2", ""]);
  expect(stderr).toContain("warning: a, b.wav: line 3: column emotion is empty\n");
});

test("a manifest's columns that are named like the table's own", async () => {
  await putFiles(join(folder, "clash"), { "a.wav": clip(1, 1, 1) });
  const manifest = join(folder, "clash", "list.csv");
  const names = "path,emotion,file,file_manifest,mfcc_0,values";
  await writeFile(manifest, `${names}\na.wav,happy,x,y,z,v\n`);
  const [header, row] = csvParseRows((await features(manifest)).stdout.trimEnd());
  const further = ["file_manifest_manifest", "file_manifest", "mfcc_0_manifest", "values_manifest"];
  expect(header?.slice(5, 9)).toEqual(further);
  expect(new Set(header).size).toBe(header?.length);
  expect(row?.slice(5, 9)).toEqual(["x", "y", "z", "v"]);

  const { rows } = JSON.parse((await features(manifest, "--json")).stdout) as {
    rows: { values: number[] }[];
  };
  expect(rows[0]).toMatchObject({
    file: "a.wav",
    file_manifest_manifest: "x",
    file_manifest: "y",
    mfcc_0_manifest: "z",
    values_manifest: "v",
  });
  expect(rows[0]?.values).toHaveLength(180);
});

test("recordings that cannot be read do not stop the others", async () => {
  const cut = clip(1, 2, 1).subarray(0, 4000);
  const mixed = await putFiles(join(folder, "mixed"), {
    ...BROKEN,
    "cut.wav": cut,
    "good.wav": clip(1, 1, 1),
    "short.wav": silence(0.05),
    "silent.wav": silence(0.3),
  });
  const output = join(folder, "mixed.csv");
  const { status, stdout, stderr } = await features(mixed, "-o", output, "--json");
  expect(status).toBe(4);
  expect(stderr).toContain("warning: cut.wav: truncated: ");
  expect(stderr).toContain("warning: short.wav: too short: under 0.1 s\n");
  expect(stderr).toContain("warning: silent.wav: silent: its peak is under -70 dBFS\n");
  expect(stderr).toMatch(
    /affekt: 2 of 6 recordings failed:\n {2}empty\.wav: cannot be read as audio: it is empty.*\n {2}text\.wav: cannot be read as audio: it starts with the text "Dear diary,".*\n$/,
  );
  const [, ...rows] = csvParseRows((await readFile(output, "utf8")).trimEnd());
  expect(rows.map(([file]) => file)).toEqual(["cut.wav", "good.wav", "short.wav", "silent.wav"]);
  for (const row of rows)
    expect(row.slice(-180).every((cell) => Number.isFinite(Number(cell)))).toBe(true);
  expect(JSON.parse(stdout)).toMatchObject({
    set: "classic-180",
    rows: 4,
    output,
    failed: [
      { source: mixed, path: "empty.wav", reason: expect.stringMatching(/^cannot be read/) },
      { path: "text.wav" },
    ],
  });
});

test("--json without -o has the values and what is known of each row", async () => {
  const { stdout } = await features(recordings, "--json");
  const { rows, columns, failed } = JSON.parse(stdout) as {
    rows: (Record<string, unknown> & { values: number[] })[];
    columns: string[];
    failed: unknown[];
  };
  const [header = [], ...table] = csvParseRows(expected.trimEnd());
  expect(header.slice(-180)).toEqual(columns);
  expect(
    rows.map(({ values, ...facts }) => [...Object.values(facts), ...values].map(String)),
  ).toEqual(table);
  expect(Object.keys(rows[0]!)).toEqual([...header.slice(0, -180), "values"]);
  expect(failed).toEqual([]);
});

test.each(["csv", "npz", "parquet"])("a table as %s, and converted from there", async (format) => {
  const file = join(folder, `table.${format}`);
  const { status, stdout } = await features(recordings, "-o", file);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  const converted = join(folder, "converted.csv");
  const words = ["convert", file, converted, "--json"];
  const { stdout: facts } = await affekt(words, cache);
  expect(JSON.parse(facts)).toMatchObject({ input: file, output: converted, rows: 8 });
  expect(await readFile(converted, "utf8")).toBe(expected);
});

test("sequences: NPZ and Parquet hold the same, JSON has them frame by frame", async () => {
  const [npz, parquet] = [join(folder, "frames.npz"), join(folder, "frames.parquet")];
  for (const file of [npz, parquet]) await features(recordings, "--set", "frames", "-o", file);
  const tables = await Promise.all(
    [npz, parquet].map(async (file) => parseTable(await readFile(file), { name: file })),
  );
  expect(tables[0]).toEqual(tables[1]);
  expect(tables[0]).toMatchObject({ isSequence: true, set: { name: "frames" } });
  const { stdout } = await features(recordings, "--set", "frames", "--json");
  const { rows } = JSON.parse(stdout) as { rows: { values: number[][] }[] };
  expect(rows.map(({ values }) => Float32Array.from(values.flat()))).toEqual(tables[0]!.rows);
  expect(rows[0]?.values[0]).toHaveLength(64);
  const again = await affekt(["convert", npz, join(folder, "frames.csv")], cache);
  expect(again).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("CSV holds one value"),
  });
});

test("a set of one's own, from a file", async () => {
  const file = join(folder, "own.json");
  const descriptors = [{ name: "mfcc", nMfcc: 2 }];
  await writeFile(file, JSON.stringify({ name: "own", statistics: ["mean", "max"], descriptors }));
  const { stdout, stderr } = await features(recordings, "--set", file);
  expect(stderr).toMatch(/^features 8 recordings, own \(/);
  const [header] = csvParseRows(stdout);
  expect(header?.slice(-4)).toEqual(["mfcc_0", "mfcc_1", "mfcc_0_max", "mfcc_1_max"]);

  await writeFile(file, '{"name": "own", "descriptors": [{"name": "mfcc", "nMfcc": "2"}]}');
  const wrong = await features(recordings, "--set", file);
  expect(wrong).toMatchObject({
    status: 2,
    stdout: "",
    stderr: `affekt: ${file}: descriptors[0].nMfcc must be an integer in [1, 4096], got "2"\n`,
  });
  await writeFile(file, "{name: own}");
  expect((await features(recordings, "--set", file)).stderr).toContain(`${file}: is not JSON: `);
  const absent = await features(recordings, "--set", join(folder, "absent.json"));
  expect(absent).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/absent\.json does not exist\n$/),
  });
});

test("--list and --describe tell what there is, for people and as JSON", async () => {
  const list = (await features("--list")).stdout;
  expect(list).toContain("\nclassic-180          180 values a recording, from audio at 22050 Hz\n");
  expect(list).toContain(
    "\nframes               a sequence, 64 values every 10 ms, from audio at 16000 Hz\n",
  );
  expect(list).toContain("\n  spectralBandwidth: p 2, norm true\n");
  const sets = JSON.parse((await features("--list", "--json")).stdout) as { columns: unknown[] }[];
  expect(sets.map(({ columns }) => columns.length)).toEqual([
    193, 180, 4647, 64, 60, 80, 46, 2304, 2304, 1152, 768,
  ]);

  const text = (await features("--describe", "classic")).stdout.split("\n");
  expect(text[0]).toMatch(/^classic, version 2 \([0-9a-f]{16}\): 193 values a recording/);
  expect(text.slice(3, 5)).toEqual([
    "mfcc_0           mean over time of the mel-frequency cepstral coefficient 0, the level (dB)",
    "mfcc_1           mean over time of the mel-frequency cepstral coefficient 1 (dB)",
  ]);
  const described = JSON.parse((await features("--describe", "frames", "--json")).stdout) as object;
  expect(described).toMatchObject({ name: "frames", sampleRate: 16_000, isSequence: true });
  expect(described).toHaveProperty("columns.63", {
    name: "logmel_63",
    description: "level in the mel band around 7626 Hz (7270 to 8000)",
    unit: "dB",
  });
});

test.each([
  ["missing", "is not a folder, zip, manifest or audio file"],
  ["nothing", "nothing contains no recordings: looked for files ending in .wav"],
  [
    "broken",
    "none of the 2 recordings could be read; the first: empty.wav: cannot be read as audio",
  ],
])("no recordings: %s; an existing table survives", async (name, message) => {
  await putFiles(join(folder, "nothing"), { "notes.txt": Buffer.from("x") });
  await putFiles(join(folder, "broken"), BROKEN);
  const output = join(folder, "kept.csv");
  await writeFile(output, "old");
  const { status, stdout, stderr } = await features(join(folder, name), "-o", output);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
  expect(await readFile(output, "utf8")).toBe("old");
});

test.each([
  ["missing/table.csv", /^affekt: cannot write .*missing does not exist; make it first/, 3],
  ["a-file/table.csv", /^affekt: cannot write .*a-file is not a folder/, 3],
  ["below", /^affekt: the output .*below would not be written: it is a folder/, 2],
  [
    "speech.npz",
    /^affekt: the output .* it exists and is not an NPZ table; choose another name/,
    2,
  ],
])(
  "an output that cannot be written is refused before the work: %s",
  async (output, message, code) => {
    await putFiles(folder, { "a-file": new Uint8Array(), "speech.npz": clip(1, 1, 1) });
    await mkdir(join(folder, "below"), { recursive: true });
    const { status, stderr } = await features(recordings, "-o", join(folder, output));
    expect(stderr).toMatch(message);
    expect(status).toBe(code);
  },
);

test("an output never replaces an input, by whatever name it goes", async () => {
  const table = join(folder, "input.csv");
  await writeFile(table, expected);
  await rm(join(folder, "link.csv"), { force: true });
  await rm(join(folder, "hard.csv"), { force: true });
  await symlink(table, join(folder, "link.csv"));
  await link(table, join(folder, "hard.csv"));
  for (const name of ["input.csv", "link.csv", "hard.csv", "below/../input.csv"]) {
    const { status, stderr } = await features(table, "-o", `${folder}/${name}`);
    expect(stderr).toMatch(
      /^affekt: the output .* would not be written: it is the input .*input\.csv\n$/,
    );
    expect(status).toBe(2);
  }
  expect(await readFile(table, "utf8")).toBe(expected);
});

test.runIf(process.platform === "linux")(
  "a full disk, or a folder that takes no files, loses nothing that is in the cache",
  async () => {
    await rm(cache, { recursive: true, force: true });
    const device = await features(recordings, "-o", "/dev/full");
    expect(device.stderr).toContain("/dev/full would not be written: it is a device or a socket\n");
    expect(device.status).toBe(2);
    // a file system of 12 kB of its own, which the table does not fit
    const command = `mount -t tmpfs -o size=12k tmpfs ${folder}/below && exec "$@" -o ${folder}/below/t.csv`;
    const words = [process.execPath, MAIN, ...COMMAND, recordings, "--set", "classic"];
    const { status, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", command, "sh", ...words], {
      env: { ...process.env, AFFEKT_CACHE: cache },
      encoding: "utf8",
    });
    expect(stderr).toMatch(/affekt: cannot write .*t\.csv: the disk is full\n/);
    expect(status).toBe(3);
    expect((await affekt(["cache", "info"], cache)).stdout).toContain(": 8 recordings, ");
    const nowhere = await features(recordings, "-o", "/proc/table.csv");
    expect(nowhere.stderr).toContain("cannot write /proc/table.csv: no ");
    expect(nowhere.status).toBe(3);
  },
);

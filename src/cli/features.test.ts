import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { csvParseRows } from "d3-dsv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
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

async function clearCache(): Promise<void> {
  await rm(cache, { recursive: true, force: true });
}

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function features(...words: string[]): Promise<Outcome> {
  return affekt([...COMMAND, ...words], cache);
}

/** How many recordings' features are in the cache. */
function logBytes(): number {
  return statSync(join(cache, "features.sqlite-wal"), { throwIfNoEntry: false })?.size ?? 0;
}

function cachedRecordings(): number {
  const file = join(cache, "features.sqlite");
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    return Number(database.prepare("SELECT count(*) AS n FROM recordings").get()?.["n"]);
  } catch {
    return 0; // the file is there before its table
  } finally {
    database.close();
  }
}

/** Changes the cache behind the program's back. */
function changeCache(statement: string): void {
  const database = new DatabaseSync(join(cache, "features.sqlite"));
  database.exec(statement);
  database.close();
}

test("the table: header, order, labels, a value in each cell", async () => {
  const { stdout, stderr } = await features(recordings, "--set", "classic", "--jobs", "2");
  expect(stderr).toMatch(/^features 8 recordings, classic \(.*\)\n$/);
  const [header, ...rows] = csvParseRows(stdout.trimEnd());
  expect(header?.slice(0, 5)).toEqual(["file", "emotion", "speaker", "mfcc_0", "mfcc_1"]);
  expect(header).toHaveLength(3 + 193);
  expect(rows.map(([file]) => file)).toEqual(Object.keys(FILES));
  const spoken = ["neutral", "neutral", "calm", "calm"];
  expect(rows.map((row) => row.slice(1, 3))).toEqual(
    ["01", "02"].flatMap((speaker) => spoken.map((emotion) => [emotion, speaker])),
  );
  for (const row of rows) {
    expect(row.slice(3).every((cell) => cell !== "" && Number.isFinite(Number(cell)))).toBe(true);
  }
  expect(new Set(rows.map((row) => row.slice(3).join())).size).toBe(8);
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

test("the second run takes the features from the cache, --no-cache does not", async () => {
  await features(recordings);
  changeCache(
    "UPDATE recordings SET (samples, vector, facts, checksum) = (SELECT samples, vector, facts, checksum FROM recordings WHERE length(vector) = 180 * 4 LIMIT 1)",
  );
  const { stdout, stderr } = await features(recordings);
  expect(stderr).toMatch(/^features 8 recordings, classic-180 \(.*\)\n$/);
  expect(new Set(valuesOf(stdout).map(String)).size).toBe(2); // the header's and one row's
  expect(await features(recordings, "--no-cache")).toMatchObject({ stdout: expected });
});

function valuesOf(table: string): string[][] {
  return csvParseRows(table.trimEnd()).map((row) => row.slice(3));
}

test("damaged entries of the cache are noticed and made again", async () => {
  await features(recordings);
  changeCache("UPDATE recordings SET vector = zeroblob(180 * 4)");
  const { status, stdout, stderr } = await features(recordings);
  expect(stderr.match(/warning: an entry of .*features\.sqlite is damaged/g)).toHaveLength(8);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expected });
  expect((await features(recordings)).stderr).not.toContain("warning");
});

test("a manifest's other columns follow the speaker, quoted where they must be", async () => {
  await putFiles(join(folder, "own"), { "a, b.wav": clip(1, 1, 1), "c.wav": clip(2, 1, 1) });
  const manifest = join(folder, "own", "list.csv");
  await writeFile(manifest, 'path,note,emotion\nc.wav,"say ""hi"", twice",furious\n"a, b.wav",,\n');
  const { stdout, stderr } = await features(manifest);
  const [header, first, second] = csvParseRows(stdout.trimEnd());
  expect(header?.slice(0, 5)).toEqual(["file", "emotion", "speaker", "note", "mfcc_0"]);
  expect(header).toHaveLength(4 + 180);
  expect(first?.slice(0, 4)).toEqual(["c.wav", "furious", "", 'say "hi", twice']);
  expect(second?.slice(0, 4)).toEqual(["a, b.wav", "", "", ""]);
  expect(stderr).toContain("warning: a, b.wav: line 3: column emotion is empty\n");
});

test("a manifest's columns that are named like the table's own", async () => {
  await putFiles(join(folder, "clash"), { "a.wav": clip(1, 1, 1) });
  const manifest = join(folder, "clash", "list.csv");
  const names = "path,emotion,file,file_manifest,mfcc_0,values";
  await writeFile(manifest, `${names}\na.wav,happy,x,y,z,v\n`);
  const [header, row] = csvParseRows((await features(manifest)).stdout.trimEnd());
  const further = ["file_manifest_manifest", "file_manifest", "mfcc_0_manifest", "values"];
  expect(header?.slice(0, 8)).toEqual(["file", "emotion", "speaker", ...further, "mfcc_0"]);
  expect(new Set(header).size).toBe(header?.length);
  expect(row?.slice(0, 7)).toEqual(["a.wav", "happy", "", "x", "y", "z", "v"]);

  const { rows } = JSON.parse((await features(manifest, "--json")).stdout) as {
    rows: { values: number[] }[];
  };
  expect(rows[0]).toMatchObject({
    file: "a.wav",
    file_manifest_manifest: "x",
    file_manifest: "y",
    mfcc_0: "z",
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
    expect(row.slice(3).every((cell) => Number.isFinite(Number(cell)))).toBe(true);
  expect(JSON.parse(stdout)).toMatchObject({
    set: "classic-180",
    rows: 4,
    output,
    failed: [{ file: "empty.wav", reason: /^cannot be read/ }, { file: "text.wav" }],
  });
});

test("--json without -o has the values", async () => {
  const { stdout } = await features(recordings, "--json");
  const { rows, columns, failed } = JSON.parse(stdout) as {
    rows: { file: string; emotion: string; speaker: string; values: number[] }[];
    columns: string[];
    failed: unknown[];
  };
  const [header, ...table] = csvParseRows(expected.trimEnd());
  expect(["file", "emotion", "speaker", ...columns]).toEqual(header);
  expect(
    rows.map(({ file, emotion, speaker, values }) => [
      file,
      emotion,
      speaker,
      ...values.map(String),
    ]),
  ).toEqual(table);
  expect(failed).toEqual([]);
});

test.each([
  ["missing", "is not a folder, zip, manifest or audio file"],
  ["nothing", "nothing holds no recordings: looked for files ending in .wav"],
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
  ["missing/table.csv", /missing does not exist; make it first/],
  ["a-file/table.csv", /a-file is not a folder/],
  ["recordings", /recordings: it is a folder/],
])("an output that cannot be written is refused before the work: %s", async (output, message) => {
  await writeFile(join(folder, "a-file"), "");
  const { status, stderr } = await features(recordings, "-o", join(folder, output));
  expect(stderr).toMatch(/^affekt: cannot write /);
  expect(stderr).toMatch(message);
  expect(status).toBe(3);
});

test.runIf(process.platform === "linux")(
  "a full disk, or a folder that takes no files, loses nothing that is in the cache",
  async () => {
    await clearCache();
    const { status, stderr } = await features(recordings, "-o", "/dev/full");
    expect(stderr).toContain("affekt: cannot write /dev/full: the disk is full\n");
    expect(status).toBe(3);
    expect(cachedRecordings()).toBe(8);
    const nowhere = await features(recordings, "-o", "/proc/table.csv");
    expect(nowhere.stderr).toContain("cannot write /proc/table.csv: no ");
    expect(nowhere.status).toBe(3);
  },
);

test("a damaged cache is made anew, one that cannot be made is done without", async () => {
  await clearCache();
  await mkdir(cache);
  await writeFile(join(cache, "features.sqlite"), "this is no database ".repeat(100));
  const anew = await features(recordings);
  expect(anew.stderr).toMatch(/^warning: .*features\.sqlite is damaged \(.*\) and is made anew\n/);
  expect(anew).toMatchObject({ status: 0, stdout: expected });
  expect((await features(recordings)).stderr).toMatch(
    /^features 8 recordings, classic-180 \(.*\)\n$/,
  );

  cache = join(cache, "features.sqlite", "below");
  const without = await features(recordings);
  cache = join(folder, "cache");
  expect(without.stderr).toMatch(/^warning: features are not cached: .*\n/);
  expect(without).toMatchObject({ status: 0, stdout: expected });
});

test("several runs at once share a cache that none of them found", async () => {
  await clearCache();
  const runs = await Promise.all(
    [1, 2, 3].map(() => affektProcess([...COMMAND, recordings], { cache })),
  );
  for (const { status, stdout, stderr } of runs) {
    expect(stderr).toMatch(/^features 8 recordings, classic-180 \(.*\)\n$/);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expected });
  }
});

test("Ctrl-C: status 130, what was extracted stays, nothing is written", async () => {
  await clearCache();
  const many = await putFiles(join(folder, "many"), corpus([1, 2, 3, 4, 5, 6, 7, 8], 8));
  const output = join(folder, "many.csv");
  const { status, stderr } = await affektProcess([...COMMAND, many, "-o", output], {
    cache,
    onStart: async (child) => {
      // the log of the cache's database grows with each recording; to open the database while it is made could keep the command from it
      while (logBytes() < 50_000 && child.exitCode === null) await delay(20);
      child.kill("SIGINT");
    },
  });
  expect(stderr).toMatch(/affekt: interrupted after \d+ of 128 recordings\n$/);
  expect(status).toBe(130);
  expect(await readdir(folder)).not.toContain("many.csv");
  expect(cachedRecordings()).toBeGreaterThan(0);
});

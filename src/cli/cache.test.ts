import { statSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { csvParseRows } from "d3-dsv";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CacheFacts } from "../node/cache/cache-database.ts";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
import { corpus, putFiles } from "./recordings.fixture.ts";

const FILES = corpus([1, 2], 2);
const COMMAND = ["features", "--set", "classic-180", "--jobs", "1"];
const DATABASE = "features-4.sqlite";
const UNREMARKABLE = /^features 8 recordings, classic-180 \(.*\)\n$/;

let folder: string;
let cache: string;
let recordings: string;
/** What `affekt features` says of `recordings`, made without a cache. */
let expected: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-cache-"));
  recordings = await putFiles(join(folder, "recordings"), FILES);
  expected = (await features(recordings, "--no-cache")).stdout;
});

beforeEach(async () => {
  cache = await mkdtemp(join(folder, "cache-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function features(...words: string[]): Promise<Outcome> {
  return affekt([...COMMAND, ...words], cache);
}

async function facts(): Promise<CacheFacts> {
  return JSON.parse((await affekt(["cache", "info", "--json"], cache)).stdout) as CacheFacts;
}

async function cachedRecordings(): Promise<number> {
  return (await facts()).contents.reduce((sum, { recordings: count }) => sum + count, 0);
}

/** Changes the cache behind the program's back. */
function changeCache(statement: string): void {
  const database = new DatabaseSync(join(cache, DATABASE));
  database.exec(statement);
  database.close();
}

function valuesOf(table: string): string[][] {
  return csvParseRows(table.trimEnd()).map((row) => row.slice(-180));
}

test("the second run takes the features from the cache, --no-cache does not", async () => {
  await features(recordings);
  changeCache(
    "UPDATE pieces SET (content, checksum) = (SELECT content, checksum FROM pieces AS other WHERE other.number = pieces.number LIMIT 1)",
  );
  const { stdout, stderr } = await features(recordings);
  expect(stderr).toMatch(UNREMARKABLE);
  expect(new Set(valuesOf(stdout).map(String)).size).toBe(2); // the header's and one row's
  expect(await features(recordings, "--no-cache")).toMatchObject({ stdout: expected });
});

test("features are kept by content, whatever the file is called and wherever it lies", async () => {
  await features(recordings);
  const [first = new Uint8Array()] = Object.values(FILES);
  const elsewhere = await putFiles(join(folder, "elsewhere"), { "x.wav": first });
  changeCache("UPDATE pieces SET content = zeroblob(180 * 4)");
  // what is damaged is what it finds
  expect((await features(elsewhere)).stderr).toContain("is damaged; its recording's features are");
});

test.each([
  ["another set", ["--set", "classic"]],
  ["windows", ["--window", "0.1"]],
  ["other windows", ["--window", "0.1", "--hop", "0.05"]],
  ["raw samples", ["--rate", "16000", "--raw"]],
])("what is extracted otherwise has entries of its own: %s", async (_, words) => {
  await features(recordings);
  await features(recordings, ...words);
  const { contents } = await facts();
  expect(contents.map((one) => one.recordings)).toEqual([8, 8]);
  const again = await features(recordings, ...words);
  expect(again.stdout).toBe((await features(recordings, ...words, "--no-cache")).stdout);
});

test.each([
  "content = zeroblob(180 * 4)",
  "content = zeroblob(3)",
  "content = NULL",
  "content = zeroblob(3) WHERE number = -1",
  "content = NULL WHERE number = 0",
  "content = '[]' WHERE number = -1",
  "checksum = checksum + 1",
])("damaged entries are noticed and made again: %s", async (change) => {
  await features(recordings);
  changeCache(`UPDATE pieces SET ${change}`);
  const { status, stdout, stderr } = await features(recordings);
  expect(stderr.match(/warning: an entry of .*\.sqlite is damaged/g)).toHaveLength(8);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expected });
  expect((await features(recordings)).stderr).not.toContain("warning");
});

test("a damaged cache is made anew, one that cannot be made is done without", async () => {
  await writeFile(join(cache, DATABASE), "this is no database ".repeat(100));
  const anew = await features(recordings);
  expect(anew.stderr).toMatch(/^warning: .*\.sqlite is damaged \(.*\) and is made anew\n/);
  expect(anew).toMatchObject({ status: 0, stdout: expected });
  expect((await features(recordings)).stderr).toMatch(UNREMARKABLE);

  cache = join(cache, DATABASE, "below");
  const without = await features(recordings);
  expect(without.stderr).toMatch(/^warning: features are not cached: .*\n/);
  expect(without).toMatchObject({ status: 0, stdout: expected });
  const { status, stderr } = await affekt(["cache", "info"], cache);
  expect(status).toBe(3);
  expect(stderr).toMatch(/^affekt: cannot use .*features-4\.sqlite: .*\n$/);
});

test("more than the limit: what has not been used for longest goes", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map((actor) => putFiles(join(folder, `actor-${actor}`), corpus([actor], 2))),
  );
  await features(first!);
  const { size } = (await facts()).contents[0]!;
  changeCache("UPDATE pieces SET used = used - 100000000 - rowid");
  const limit = { AFFEKT_CACHE_SIZE: `${(1.6 * size) / 1000} KB` };
  // room for six of eight, whose sizes differ a little: the two that are used once more are those that stay beside the four of the second folder
  const used = await putFiles(
    join(folder, "used"),
    Object.fromEntries(Object.entries(corpus([1], 2)).slice(0, 2)),
  );
  await affekt([...COMMAND, used], cache, limit);
  await affekt([...COMMAND, second!], cache, limit);
  expect(await cachedRecordings()).toBe(6);
  changeCache("UPDATE pieces SET content = NULL");
  expect((await features(used)).stderr).toContain("damaged");
  expect((await features(used)).stderr).not.toContain("damaged");
  expect((await features(second!)).stderr).toContain("damaged");

  const none = await affekt([...COMMAND, recordings], cache, { AFFEKT_CACHE_SIZE: "0" });
  expect(none).toMatchObject({ status: 0, stdout: expected });
  expect(await cachedRecordings()).toBe(0);
});

test("a limit that is none", async () => {
  const much = { AFFEKT_CACHE_SIZE: "much" };
  const message = 'AFFEKT_CACHE_SIZE: must be a size such as 500MB or 2GB, got "much"\n';
  const run = await affekt([...COMMAND, recordings], cache, much);
  expect(run.stderr).toContain(`warning: features are not cached: ${message}`);
  expect(run).toMatchObject({ status: 0, stdout: expected });
  const info = await affekt(["cache", "info"], cache, much);
  expect(info).toEqual({ status: 2, stdout: "", stderr: `affekt: ${message}` });
});

test("info and clear", async () => {
  await features(recordings);
  const file = join(cache, DATABASE);
  const { stdout } = await affekt(["cache", "info"], cache);
  expect(stdout).toMatch(
    /^.*features-4\.sqlite: \d+\.\d MB on disk, at most 2000\.0 MB of features \(AFFEKT_CACHE_SIZE\)\nclassic-180 [0-9a-f]{16}, decoding \d+, Affekt .*: 8 recordings, 0\.0 MB\n$/,
  );
  expect(await facts()).toMatchObject({ file, limit: 2e9, contents: [{ recordings: 8 }] });

  const cleared = await affekt(["cache", "clear"], cache);
  expect(cleared.stdout).toBe(`removed the features of 8 recordings from ${file}\n`);
  expect(await facts()).toMatchObject({ contents: [] });
  expect((await affekt(["cache", "clear", "--json"], cache)).stdout).toBe(
    `${JSON.stringify({ file, recordings: 0 })}\n`,
  );
});

test("several runs at once share a cache that none of them found", async () => {
  const runs = await Promise.all(
    [1, 2, 3].map(() => affektProcess([...COMMAND, recordings], { cache })),
  );
  for (const { status, stdout, stderr } of runs) {
    expect(stderr).toMatch(UNREMARKABLE);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expected });
  }
  expect(await cachedRecordings()).toBe(8);
});

/** The bytes that are written to the log of the cache's database; to open the database while it is made could keep a command from it. */
function logBytes(): number {
  return statSync(join(cache, `${DATABASE}-wal`), { throwIfNoEntry: false })?.size ?? 0;
}

test("a run that is killed, others that clear and shrink the cache: none hurts another", async () => {
  const many = await putFiles(join(folder, "many"), corpus([1, 2, 3, 4, 5, 6, 7, 8], 8));
  const words = [...COMMAND, many];
  const killed = affektProcess(words, {
    cache,
    onStart: async (child) => {
      while (logBytes() < 50_000 && child.exitCode === null) await delay(20);
      child.kill("SIGKILL");
    },
  });
  const whole = affektProcess(words, { cache });
  const small = affektProcess(words, { cache, environment: { AFFEKT_CACHE_SIZE: "20KB" } });
  expect((await killed).status).toBe(null);
  const cleared = await affektProcess(["cache", "clear"], { cache });
  expect(cleared).toMatchObject({ status: 0, stderr: "" });
  const [a, b] = await Promise.all([whole, small]);
  for (const { stderr } of [a, b]) expect(stderr).toMatch(/^features 128 recordings, .*\n$/);
  expect(a.stdout === b.stdout).toBe(true);
  expect((await affektProcess(words, { cache })).stdout === a.stdout).toBe(true);
});

test("Ctrl-C: status 130, what was extracted stays, nothing is written", async () => {
  const many = await putFiles(join(folder, "many"), corpus([1, 2, 3, 4, 5, 6, 7, 8], 8));
  const output = join(folder, "many.csv");
  const { status, stderr } = await affektProcess([...COMMAND, many, "-o", output], {
    cache,
    onStart: async (child) => {
      while (logBytes() < 50_000 && child.exitCode === null) await delay(20);
      child.kill("SIGINT");
    },
  });
  expect(stderr).toMatch(/affekt: interrupted by SIGINT\n$/);
  expect(status).toBe(130);
  expect(await readdir(folder)).not.toContain("many.csv");
  expect(await cachedRecordings()).toBeGreaterThan(0);
});

import { mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { clip, corpus, putFiles, storedZip } from "../../cli/recordings.fixture.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { collectRows, type FeatureRow } from "../../datasets/feature-table.ts";
import { inlinePool } from "../../parallel/inline-pool.ts";
import { extractFiles } from "../extract-files.ts";
import { fileStamp } from "./file-stamp.ts";
import { openSources } from "../sources/sources.ts";
import { JOBS } from "../workers/jobs.ts";

const SET = featureSet("classic-180");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-stamps-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  vi.stubEnv("AFFEKT_CACHE", await mkdtemp(join(folder, "cache-")));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Files that are there now have been there for a minute. */
function aMinuteLater(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
}

/** A run with the cache: its rows and how many recordings it read. */
async function run(source: string): Promise<{ rows: readonly FeatureRow[]; read: number }> {
  const sources = await openSources([source]);
  let read = 0;
  const recordings = sources.recordings.map((recording) => ({
    ...recording,
    content: () => {
      read++;
      return recording.content();
    },
  }));
  const events = extractFiles(
    recordings,
    { set: SET },
    { pool: inlinePool(JOBS), onWarning: (warning) => expect.fail(warning) },
  );
  const { rows } = await collectRows(events, (values) => values);
  await sources.close();
  return { rows, read };
}

test("a file that was changed has another stamp, also of the same length and with the time set back", async () => {
  const file = join(folder, "a.wav");
  await writeFile(file, "one");
  expect(fileStamp(file)).toBeUndefined(); // too young
  const { mtime } = await stat(file);
  aMinuteLater();
  const before = fileStamp(file);
  expect(before).toEqual(fileStamp(file));
  expect(before).toMatchObject({ place: file });
  await writeFile(file, "two");
  await utimes(file, mtime, mtime);
  expect(fileStamp(file)!.state).not.toBe(before!.state);
  await rm(file);
  expect(fileStamp(file)).toBeUndefined();
});

test("what a folder's files hold is known from the run before; a changed one is read again", async () => {
  const recordings = await putFiles(join(folder, "recordings"), corpus([1], 2));
  aMinuteLater();
  const first = await run(recordings);
  expect(first.read).toBe(4);
  expect(await run(recordings)).toEqual({ rows: first.rows, read: 0 });
  await putFiles(recordings, { [first.rows[1]!.path]: clip(5, 1, 9) });
  aMinuteLater();
  const changed = await run(recordings);
  expect(changed.read).toBe(1);
  expect(changed.rows.map((row, i) => row.samplesHash === first.rows[i]!.samplesHash)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test("files that have just been written are read in each run", async () => {
  const recordings = await putFiles(join(folder, "young"), corpus([1], 1));
  const { read } = await run(recordings);
  expect(await run(recordings)).toMatchObject({ read });
});

test("what a zip's entries hold is known from the run before; all of a changed zip are read again", async () => {
  const zip = join(folder, "corpus.zip");
  await writeFile(zip, storedZip(corpus([1], 2)));
  aMinuteLater();
  const first = await run(zip);
  expect(first.read).toBe(4);
  expect(await run(zip)).toEqual({ rows: first.rows, read: 0 });
  await writeFile(zip, storedZip(corpus([2], 2)));
  aMinuteLater();
  expect((await run(zip)).read).toBe(4);
});

test("a recording whose entry is gone from the cache, or of another set, is read", async () => {
  const recordings = await putFiles(join(folder, "gone"), corpus([1], 2));
  aMinuteLater();
  await run(recordings);
  vi.stubEnv("AFFEKT_CACHE_SIZE", "0");
  await run(recordings); // throws all entries away
  vi.stubEnv("AFFEKT_CACHE_SIZE", "2GB");
  expect((await run(recordings)).read).toBe(4);
});

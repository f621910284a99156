import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { once } from "node:events";
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchSummary } from "../../node/batch/batch-output.ts";
import { HAS_REDIS, startRedis, type TestRedis } from "../../node/queue/redis.fixture.ts";
import { affekt, hear, MAIN, type Outcome } from "../command-line.fixture.ts";
import { clip, corpus, putFiles } from "../recordings.fixture.ts";

const RECORDINGS = 300;

let folder: string;
let recordings: string;
let model: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-batch-command-"));
  const trained = await putFiles(join(folder, "trained"), corpus([1, 2, 3], 3));
  model = join(folder, "model.onnx");
  await run("train", trained, "--set", "classic-180", "--epochs", "20", "-o", model);
  recordings = join(folder, "recordings");
  await mkdir(recordings);
  await writeFile(join(recordings, "0.wav"), clip(1, 4, 1, 2));
  for (let i = 1; i < RECORDINGS; i++) {
    await link(join(recordings, "0.wav"), join(recordings, `${i}.wav`));
  }
});

afterAll(async () => {
  await Promise.all(processes.map(kill));
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

function start(...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, AFFEKT_CACHE: join(folder, "cache") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  processes.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** The recordings that a batch has done, by a copy of its state: the batch has the state for itself. */
function doneIn(out: string): number {
  const copy = join(folder, "copy.sqlite");
  try {
    rmSync(`${copy}-shm`, { force: true });
    for (const end of ["", "-wal"]) copyFileSync(join(out, `batch.sqlite${end}`), `${copy}${end}`);
    const database = new DatabaseSync(copy);
    const sql = "SELECT count(*) AS count FROM files WHERE state = 'predicted'";
    const count = Number(database.prepare(sql).get()?.["count"]);
    database.close();
    return count;
  } catch {
    return 0; // it is being made
  }
}

/** Kills a process as soon as so many recordings are done. */
async function killAt(child: ChildProcess, out: string, wanted: number): Promise<void> {
  while (doneIn(out) < wanted && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await kill(child);
}

/** Makes sure that each recording has one row, the same as of `affekt predict`. */
async function check(out: string): Promise<void> {
  const names = (await readdir(out)).filter((name) => name.endsWith(".parquet"));
  expect((await readdir(out)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  const files: string[] = [];
  const { stdout } = await run("predict", model, join(recordings, "0.wav"), "--json");
  const { predictions } = JSON.parse(stdout) as { predictions: [{ emotion: string }] };
  for (const name of names) {
    const { buffer } = new Uint8Array(await readFile(join(out, name)));
    for (const row of await parquetReadObjects({ file: buffer })) {
      files.push(String(row["file"]));
      expect(row["emotion"]).toBe(predictions[0].emotion);
    }
  }
  expect(files).toHaveLength(RECORDINGS);
  expect(new Set(files).size).toBe(RECORDINGS);
}

test("a batch that is killed twice goes on: no row is lost or there twice", async () => {
  const out = join(folder, "killed");
  const words = ["predict", model, recordings, "-o", out, "--jobs", "2"];
  await killAt(start(...words), out, 20);
  const before = doneIn(out);
  await killAt(start(...words), out, before + 100);
  expect(doneIn(out)).toBeGreaterThanOrEqual(before);
  const { status, stdout } = await run(...words, "--json");
  expect(status).toBe(0);
  const { rows, recordings: states } = JSON.parse(stdout) as BatchSummary;
  expect(rows).toBe(RECORDINGS);
  expect(states).toEqual({ predicted: RECORDINGS, failed: 0, missing: 0, waiting: 0 });
  await check(out);
});

test("a second process on the same batch is refused", async () => {
  const out = join(folder, "twice");
  const first = start("predict", model, recordings, "-o", out, "--jobs", "1");
  await expect
    .poll(() => existsSync(join(out, "batch.sqlite-wal")), { timeout: 30_000 })
    .toBe(true);
  first.kill("SIGSTOP"); // it has the batch, and does not end before the second one asks
  const { status, stderr } = await run("predict", model, recordings, "-o", out);
  await kill(first);
  expect(status).toBe(3);
  expect(stderr).toContain("another process works on this batch");
});

test("one bad file is listed, and the others are predicted", async () => {
  const own = await putFiles(join(folder, "own"), {
    "good.wav": clip(2, 4, 1),
    "bad.wav": new TextEncoder().encode("not audio at all"),
  });
  const out = join(folder, "one-bad");
  const { status, stdout, stderr } = await run("predict", model, own, "-o", out);
  expect(status).toBe(4);
  expect(stdout).toBe(`${out}: 1 rows of 1 recordings in 1 parts\n`);
  expect(stderr).toContain(`1 of 2 recordings failed; ${out}/problems.csv says why`);
});

test.each([
  [["-o", "out.csv"], "-o names a folder of Parquet files"],
  [["-o", "out", "--csv"], "leave out --csv"],
  [["-o", "out", "--top", "3"], "leave out --top"],
])("%s is refused", async (words, message) => {
  const { status, stderr } = await run("predict", model, recordings, ...words);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

describe.skipIf(!HAS_REDIS)("over Redis", () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis.stop());

  test(
    "a worker and the caller are killed, and each recording has one row",
    { timeout: 120_000 },
    async () => {
      const place = ["--redis", redis.url];
      const workers = [0, 1].map(() => start("worker", ...place, "--jobs", "1"));
      await Promise.all(workers.map((worker) => hear(worker, "works on the queue")));
      const out = join(folder, "remote");
      const words = ["predict", model, recordings, "-o", out, ...place];
      await killAt(start(...words), out, 20);
      const before = doneIn(out);
      expect(before).toBeLessThan(RECORDINGS);
      const [first] = workers;
      const killed = killAt(first!, out, before + 40);
      const { status } = await run(...words);
      await killed;
      expect(status).toBe(0);
      await check(out);
    },
  );
});

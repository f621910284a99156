import { cpSync, rmSync } from "node:fs";
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { affekt } from "../../cli/command-line.fixture.ts";
import { clip, corpus, putFiles, silence } from "../../cli/recordings.fixture.ts";
import { inlinePool } from "../../parallel/inline-pool.ts";
import type { Pool } from "../../parallel/pool.ts";
import { WorkerEndedError } from "../../parallel/worker-ended.ts";
import { loadModel } from "../load-model.ts";
import { batchJob } from "../workers/batch-job.ts";
import type { Jobs } from "../workers/jobs.ts";
import { type BatchOptions, type BatchProgress, predictBatch } from "./predict-batch.ts";
import type { BatchSummary } from "./batch-output.ts";

type BatchPool = Pool<Pick<Jobs, "batch">>;

const RECORDINGS = 20;

let folder: string;
let recordings: string;
let out: string;
let model: Uint8Array;
let labels: readonly string[];
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-batch-"));
  const trained = await putFiles(join(folder, "trained"), corpus([1, 2, 3], 3));
  const file = join(folder, "model.onnx");
  const words = ["train", trained, "--set", "classic-180", "--epochs", "20", "-o", file];
  await affekt(words, join(folder, "cache"));
  model = await readFile(file);
  const loaded = await loadModel(model);
  ({ labels } = loaded);
  await loaded.release();
  recordings = join(folder, "recordings");
  await mkdir(join(recordings, "deeper/.hidden"), { recursive: true });
  await writeFile(join(recordings, "deeper/.hidden/x.wav"), clip(1, 1, 1));
  await writeFile(join(recordings, "notes.md"), "not audio");
  await writeFile(join(recordings, "first.wav"), clip(1, 4, 1));
  for (let i = 1; i < RECORDINGS; i++) {
    const place = i % 2 === 0 ? "deeper" : ".";
    await link(join(recordings, "first.wav"), join(recordings, place, `${i}.wav`));
  }
});

beforeEach(() => {
  out = join(folder, `out-${count++}`);
});

afterAll(() => rm(folder, { recursive: true }));

const local = (): BatchPool => inlinePool<Pick<Jobs, "batch">>({ batch: batchJob });

function run(changes: Partial<BatchOptions> = {}): Promise<BatchSummary> {
  const options = { folder: out, sources: [recordings], model, labels, partRows: 7 } as const;
  return predictBatch({ ...options, windowing: "auto", pool: local(), ...changes });
}

interface Row {
  readonly file: string;
  readonly emotion: string;
  readonly [column: string]: unknown;
}

/** The rows of all parts. */
async function rowsOf(place = out): Promise<Row[]> {
  const names = (await readdir(place)).filter((name) => name.endsWith(".parquet")).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const { buffer } = new Uint8Array(await readFile(join(place, name)));
      return (await parquetReadObjects({ file: buffer })) as Row[];
    }),
  );
  return parts.flat();
}

/** Runs until so many recordings are saved. */
async function stopAfter(wanted: number): Promise<void> {
  const stopping = new AbortController();
  const onProgress = ({ recordings: done }: BatchProgress): void => {
    if (done === wanted) stopping.abort();
  };
  const running = run({ signal: stopping.signal, onProgress });
  await expect(running).rejects.toMatchObject({ code: "interrupted" });
}

test("every recording has its rows, in parts of a bounded size that the manifest lists", async () => {
  const summary = await run();
  expect(summary.recordings).toEqual({ predicted: RECORDINGS, failed: 0, missing: 0, waiting: 0 });
  expect(summary.parts.map(({ rows }) => rows)).toEqual([7, 7, 6]);
  expect(JSON.parse(await readFile(join(out, "manifest.json"), "utf8"))).toEqual(summary);
  const rows = await rowsOf();
  expect(new Set(rows.map(({ file }) => file)).size).toBe(RECORDINGS);
  expect(rows).toHaveLength(RECORDINGS);
  expect(rows.every(({ file }) => file.startsWith(recordings) && !file.includes("hidden"))).toBe(
    true,
  );
  const loaded = await loadModel(model);
  const { emotion, probabilities } = await loaded.predictFile(join(recordings, "first.wav"));
  await loaded.release();
  for (const row of rows) {
    expect(row.emotion).toBe(emotion);
    for (const one of probabilities) expect(row[one.emotion]).toBe(one.probability);
  }
});

test("a run that was stopped is gone on with: nothing twice, nothing lost", async () => {
  await stopAfter(10);
  expect(JSON.parse(await readFile(join(out, "manifest.json"), "utf8"))).toMatchObject({
    recordings: { predicted: 10, waiting: RECORDINGS - 10 },
    parts: [{ rows: 7 }],
  });
  let first: BatchProgress | undefined;
  const summary = await run({ onProgress: (_, all) => (first ??= { ...all }) });
  expect(first?.recordings).toBe(RECORDINGS - 10);
  expect(summary.rows).toBe(RECORDINGS);
  expect(new Set((await rowsOf()).map(({ file }) => file)).size).toBe(RECORDINGS);
});

test("a part that was written and not noted is written again", async () => {
  await stopAfter(10);
  const before = join(folder, "before.sqlite");
  cpSync(join(out, "batch.sqlite"), before);
  await run();
  // as if the process had been killed when the second part was on the disk
  cpSync(before, join(out, "batch.sqlite"));
  await rm(join(out, "part-000003.parquet"));
  await run();
  expect(new Set((await rowsOf()).map(({ file }) => file)).size).toBe(RECORDINGS);
  expect(await rowsOf()).toHaveLength(RECORDINGS);
});

test("new recordings are added, and what failed is listed, not computed again unless it was not there", async () => {
  const own = await putFiles(join(folder, "own"), {
    "good.wav": clip(2, 4, 1),
    "silent.wav": silence(1),
    "text.wav": new TextEncoder().encode("not audio at all"),
    "gone.wav": clip(2, 4, 2),
  });
  const asked: string[][] = [];
  const gone = join(own, "gone.wav");
  const pool = local();
  function stream(...given: Parameters<BatchPool["stream"]>): unknown {
    asked.push(given[1].files.map((file) => file.slice(own.length + 1)).sort());
    if (asked.length === 1) rmSync(gone); // after it was listed
    return pool.stream(...given);
  }
  const watched = { ...pool, stream } as BatchPool;
  const summary = await run({ sources: [own], pool: watched });
  expect(summary.recordings).toEqual({ predicted: 1, failed: 2, missing: 1, waiting: 0 });
  const problems = await readFile(join(out, "problems.csv"), "utf8");
  expect(problems).toContain(`${join(own, "silent.wav")},,failed,silent`);
  expect(problems).toContain(`${join(own, "text.wav")},,failed,"cannot be read as audio`);
  expect(problems).toContain(`${gone},,failed,`);

  await putFiles(own, { "gone.wav": clip(2, 4, 2), "new.wav": clip(2, 4, 3) });
  const again = await run({ sources: [own], pool: watched });
  expect(again.recordings).toEqual({ predicted: 3, failed: 2, missing: 0, waiting: 0 });
  expect(asked).toEqual([
    ["gone.wav", "good.wav", "silent.wav", "text.wav"],
    ["gone.wav", "new.wav"],
  ]);
  expect(await readFile(join(out, "problems.csv"), "utf8")).not.toContain("gone.wav");
});

test("what a worker leaves when it ends goes to another one; a recording that ends three is given up", async () => {
  const pool = local();
  const poison = join(recordings, "deeper", "8.wav");
  let ended = 0;
  async function* stream(...given: Parameters<BatchPool["stream"]>) {
    const [, input] = given;
    const results = pool.stream(...given);
    for (const file of input.files) {
      if (file === poison) {
        ended++;
        throw new WorkerEndedError("killed");
      }
      yield (await results.next()).value!;
    }
  }
  const summary = await run({ pool: { ...pool, stream } as unknown as BatchPool });
  expect(ended).toBe(3);
  expect(summary.recordings).toMatchObject({ predicted: RECORDINGS - 1, failed: 1 });
  expect(await readFile(join(out, "problems.csv"), "utf8")).toContain(
    "8.wav,,failed,3 workers ended in it",
  );
});

test("each channel has rows of its own, and other settings need another folder", async () => {
  const sources = [join(recordings, "first.wav")];
  await run({ sources, channel: "each" });
  expect((await rowsOf()).map(({ file }) => file)).toEqual(sources);
  await expect(run({ sources })).rejects.toMatchObject({
    code: "mismatch",
    message: expect.stringContaining("another channel"),
  });
  await expect(run({ sources: [join(recordings, "notes.md"), "gone"] })).rejects.toMatchObject({
    code: "mismatch",
  });
});

test("a source that is not there, or is an archive, is refused", async () => {
  await expect(run({ sources: ["gone"] })).rejects.toMatchObject({ code: "not-found" });
  const zip = join(folder, "x.zip");
  await writeFile(zip, "PK");
  await expect(run({ sources: [zip] })).rejects.toMatchObject({ code: "invalid-argument" });
});

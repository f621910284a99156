// What the process that leads a batch costs beside the predictions, and its memory: many hard links to one short recording, predicted by a
// pool whose jobs answer at once.
// node bench/batch-listing.ts [--recordings 200000] [--rows 1]
import { closeSync, linkSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { predictBatch } from "../src/node/batch/predict-batch.ts";
import type { BatchResult } from "../src/node/workers/batch-job.ts";
import type { Jobs } from "../src/node/workers/jobs.ts";
import type { JobFunctions } from "../src/parallel/pool.ts";
import { inlinePool } from "../src/parallel/inline-pool.ts";

const { values } = parseArgs({
  options: {
    recordings: { type: "string", default: "200000" },
    rows: { type: "string", default: "1" },
  },
});
const all = Number(values.recordings);
const labels = ["angry", "boredom", "disgust", "fearful", "happy", "neutral", "sad"];
const folder = mkdtempSync(join(tmpdir(), "affekt-batch-"));
const FOLDER_SIZE = 10_000;

/** A result of as many rows, with probabilities that do not compress better than real ones. */
function result(rows: number): BatchResult {
  return {
    state: "predicted",
    durationSeconds: 60 * rows,
    problems: [],
    rows: Array.from({ length: rows }, (_, i) => ({
      startSeconds: 60 * i,
      endSeconds: 60 * (i + 1),
      emotion: labels[i % labels.length]!,
      sure: i % 3 > 0,
      probabilities: Float32Array.from(labels, () => Math.random()),
    })),
  };
}

const jobs: JobFunctions<Pick<Jobs, "batch">> = {
  // oxlint-disable-next-line require-await
  async *batch({ files }) {
    for (const _ of files) yield result(Number(values.rows));
  },
};

function megabytes(): string {
  return (process.memoryUsage.rss() / 2 ** 20).toFixed(0);
}

try {
  const one = join(folder, "one.wav");
  closeSync(openSync(one, "w"));
  const recordings = join(folder, "recordings");
  // a file has at most some ten thousand links
  for (let i = 0; i < all; i++) {
    const place = join(recordings, String(Math.floor(i / FOLDER_SIZE)));
    const first = join(place, "0.wav");
    if (i % FOLDER_SIZE === 0) {
      mkdirSync(place, { recursive: true });
      closeSync(openSync(first, "w"));
    } else linkSync(first, join(place, `${i}.wav`));
  }
  const before = process.cpuUsage();
  let listed: number | undefined;
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const out = join(folder, "out");
  const { parts, rows } = await predictBatch({
    folder: out,
    sources: [recordings],
    model: new Uint8Array(8),
    labels,
    windowing: "auto",
    pool: inlinePool(jobs),
    onProgress: ({ recordings: done }) => {
      listed ??= seconds();
      if (done % (all / 10) === 0) console.log(`${done} recordings: ${megabytes()} MB`);
    },
  });
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const took = seconds();
  console.log(`listing: ${((1e6 * listed!) / all).toFixed(0)} µs of processor time a recording`);
  console.log(`results: ${((1e6 * (took - listed!)) / all).toFixed(0)} µs a recording`);
  console.log(`Parquet: ${(bytes / rows).toFixed(1)} bytes a row in ${parts.length} parts`);
  console.log(
    `state: ${(statSync(join(out, "batch.sqlite")).size / all).toFixed(0)} bytes a recording`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

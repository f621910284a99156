// Our half of bench/features.ts: for each line of standard input, `{"files": […], "set": "classic"}`, extracts the feature set of the files and prints the
// seconds of processor time that took, reading and decoding included.
import { createInterface } from "node:readline";
import { featureTable } from "../src/node/feature-table.ts";
import { JOBS } from "../src/node/workers/jobs.ts";
import { inlinePool } from "../src/parallel/inline-pool.ts";

/** What a half is to do. */
export interface FeatureTask {
  readonly files: readonly string[];
  readonly set: string;
}

const pool = inlinePool(JOBS);

for await (const line of createInterface({ input: process.stdin })) {
  const { files, set } = JSON.parse(line) as FeatureTask;
  const start = process.cpuUsage();
  await featureTable(files, { set, pool, cache: false });
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
}

// Our half of bench/features.ts: for each line of standard input, `{"files": […], "set": "classic"}`, extracts the feature set of the files and prints the
// seconds of processor time that took, reading and decoding included.
import { createInterface } from "node:readline";
import { inMemory } from "../src/features/extraction/extract.ts";
import { featureSet } from "../src/features/sets/sets.ts";
import { extractTable } from "../src/node/extract-table.ts";
import { openSources } from "../src/node/sources/sources.ts";
import { callingThread } from "../src/node/workers/with-pool.ts";

/** What a half is to do. */
export interface FeatureTask {
  readonly files: readonly string[];
  readonly set: string;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { files, set } = JSON.parse(line) as FeatureTask;
  const sources = await openSources(files);
  const { recordings } = sources;
  const options = { set: featureSet(set), pool: callingThread(), keep: inMemory };
  const start = process.cpuUsage();
  await extractTable(recordings, options);
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
  await sources.close();
}

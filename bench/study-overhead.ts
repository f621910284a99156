// What a trial costs beside its work: a study in memory and one in a file, each trial with a report and a checkpoint.
// Run by hand: node bench/study-overhead.ts

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/math/statistics/median.ts";
import { StudyFile } from "../src/node/studies/study-file.ts";
import { createStudy } from "../src/tuning/create-study.ts";
import type { Space } from "../src/tuning/space/space.ts";
import { memoryStore, type StudyStore } from "../src/tuning/store.ts";

const TRIALS = 100;
const SPACE: Space = Object.fromEntries(
  ["a", "b", "c", "d", "e", "f"].map((name) => [name, { type: "float", low: 0, high: 1 }]),
);

async function overheadOf(store: StudyStore, sampler: "random" | "tpe"): Promise<number> {
  const study = await createStudy({ space: SPACE, sampler: { name: sampler }, store });
  const begun = performance.now();
  await study.optimize(
    async (trial) => {
      await trial.keep(new Uint8Array(10_000));
      await trial.report(1, 0);
      return trial.params["a"] as number;
    },
    { trials: TRIALS },
  );
  return (performance.now() - begun) / TRIALS;
}

const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
try {
  console.log("| sampler | store | ms a trial, median of five studies of 100 trials |");
  console.log("| --- | --- | ---: |");
  for (const sampler of ["random", "tpe"] as const) {
    const times: Record<string, number[]> = { memory: [], file: [] };
    for (let round = 0; round < 5; round++) {
      times["memory"]!.push(await overheadOf(memoryStore(), sampler));
      using study = StudyFile.open(join(folder, `${sampler}-${round}.sqlite`));
      times["file"]!.push(await overheadOf(study.search("1"), sampler));
    }
    for (const [store, own] of Object.entries(times)) {
      console.log(`| ${sampler} | ${store} | ${median(own).toFixed(2)} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

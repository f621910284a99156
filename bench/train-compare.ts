// Our models against scikit-learn's and Keras' on the same feature table, folds and settings.
// node bench/train-compare.ts --source DIR --python PYTHON [--set classic-180] [--model mlp,cnn] [--protocol random,emobox-6] [--seeds 0,1,2]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatNpz } from "../src/tables/npz/npz-writing.ts";
import { tableData } from "../src/tables/table-data.ts";
import { labelledClips } from "../src/datasets/feature-table.ts";
import { PROTOCOLS, splitClips } from "../src/splits/protocols.ts";
import { evaluateModels } from "../src/evaluation/evaluate-models.ts";
import { inMemory } from "../src/features/extraction/extract.ts";
import { featureSet } from "../src/features/sets/sets.ts";
import { presetModel } from "../src/models/presets.ts";
import { extractTable } from "../src/node/extract-table.ts";
import { openFeatureCache } from "../src/node/cache/feature-cache.ts";
import { writeOutputFile } from "../src/node/files/output-file.ts";
import { openSources } from "../src/node/sources/sources.ts";
import { createPool } from "../src/node/workers/worker-pool.ts";
import { printTable, pythonScript, runOnOneCore } from "./peer.ts";

interface Peer {
  readonly protocols: Readonly<
    Record<
      string,
      readonly { readonly seed: number; readonly accuracy: number; readonly uar: number }[]
    >
  >;
}

const { values } = parseArgs({
  options: {
    source: { type: "string", default: "ravdess" },
    python: { type: "string" },
    set: { type: "string", default: "classic-180" },
    model: { type: "string", default: "mlp,cnn" },
    protocol: { type: "string", default: "random,emobox-6" },
    seeds: { type: "string", default: "0,1,2" },
  },
});
const set = featureSet(values.set);
const models = (["mlp", "cnn"] as const).filter((name) => values.model.split(",").includes(name));
const protocols = PROTOCOLS.filter((name) => values.protocol.split(",").includes(name));
const seeds = values.seeds.split(",").map(Number);

const pool = createPool({ jobs: availableParallelism() });
const sources = await openSources([values.source]);
const cache = openFeatureCache({ set }, console.error);
const table = await extractTable(sources.recordings, { set, pool, cache, keep: inMemory });
const labelled = labelledClips(table);
if (labelled.leftOut.length > 0) throw new Error("the peer takes all rows: none may be left out");

const rows: (string | number)[][] = [];
for (const name of models) {
  for (const seed of seeds) {
    const results = await evaluateModels({
      labelled,
      candidates: [{ name, model: presetModel(name) }],
      protocols,
      seed,
      pool,
    });
    for (const { protocol, accuracy, uar } of results) {
      rows.push([`Affekt ${name}`, protocol, String(seed), 100 * accuracy, 100 * uar]);
    }
  }
}
await pool.close();
await sources.close();
cache?.close();

if (values.python !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
  const [features, folds] = [join(folder, "features.npz"), join(folder, "folds.json")];
  await writeOutputFile(features, formatNpz(tableData(table)));
  for (const name of models) {
    const peer = name === "mlp" ? "scikit-learn mlp" : "Keras cnn";
    for (const seed of seeds) {
      const split = protocols.map((one) => [one, splitClips(labelled.clips, one, { seed }).folds]);
      writeFileSync(folds, JSON.stringify({ protocols: Object.fromEntries(split) }));
      const args = ["--features", features, "--folds", folds, "--model", name];
      const script = pythonScript("train_compare.py");
      const { result } = runOnOneCore(values.python, [script, ...args, "--seeds", `${seed}`]);
      for (const [protocol, [run]] of Object.entries((result as Peer).protocols)) {
        rows.push([peer, protocol, String(seed), 100 * run!.accuracy, 100 * run!.uar]);
      }
    }
  }
  rmSync(folder, { recursive: true });
}
printTable([["model", "protocol", "seed", "accuracy", "UAR"], ...rows]);

// Our models against scikit-learn's and Keras' on the same feature table, folds and settings.
// node bench/train-compare.ts --source DIR --python PYTHON [--set classic-180] [--model mlp,cnn] [--protocol random,emobox-6] [--seeds 0,1,2]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatNpz } from "../src/tables/npz/npz-writing.ts";
import { tableData } from "../src/tables/table-data.ts";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { PROTOCOLS, splitClips } from "../src/splits/protocols.ts";
import { evaluateModels } from "../src/evaluation/evaluate-models.ts";
import { presetModel } from "../src/models/presets.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { writeOutputFile } from "../src/node/files/output-file.ts";
import { createPool } from "../src/node/workers/thread-pool.ts";
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
const models = (["mlp", "cnn"] as const).filter((name) => values.model.split(",").includes(name));
const protocols = PROTOCOLS.filter((name) => values.protocol.split(",").includes(name));
const seeds = values.seeds.split(",").map(Number);

const pool = createPool();
const table = await featureTable([values.source], {
  set: values.set,
  pool,
  onWarning: console.error,
});
const labelled = labelledClips(table);
if (labelled.leftOut.length > 0) throw new Error("the peer takes all rows: none may be left out");

const rows: (string | number)[][] = [];
for (const name of models) {
  for (const seed of seeds) {
    const result = await evaluateModels(labelled, {
      candidates: [{ name, model: presetModel(name) }],
      protocols,
      seed,
      pool,
    });
    for (const { protocol, accuracy, uar } of result.models) {
      rows.push([`Affekt ${name}`, protocol, String(seed), 100 * accuracy, 100 * uar]);
    }
  }
}
await pool.close();

if (values.python !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
  const [features, folds] = [join(folder, "features.npz"), join(folder, "folds.json")];
  await writeOutputFile(features, formatNpz(tableData(table)));
  for (const name of models) {
    const peer = name === "mlp" ? "scikit-learn mlp" : "Keras cnn";
    for (const seed of seeds) {
      const split = protocols.map((one) => [
        one,
        splitClips(labelled.clips, { protocol: one, seed }).folds,
      ]);
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

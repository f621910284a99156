// A search over the MLP or the CNN beside Optuna with scikit-learn or Keras: the same table, inner folds and configurations, no pruning, a
// thread each, by turns. One outer fold.
// node bench/search.ts --source DIR --python PYTHON [--model mlp] [--trials 10] [--epochs 60] [--rounds 2]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { speakersOf } from "../src/evaluation/predicted-clip.ts";
import { innerSearch } from "../src/model-selection/inner-search.ts";
import { modelSpace } from "../src/model-selection/model-space.ts";
import { innerFoldsOf, planSearch } from "../src/model-selection/plan-search.ts";
import { DEFAULT_SEARCH } from "../src/model-selection/search-settings.ts";
import { memorySearchStore } from "../src/model-selection/search-store.ts";
import { shareFeatures, trialRows } from "../src/model-selection/shared-rows.ts";
import { presetModel } from "../src/models/presets.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { writeOutputFile } from "../src/node/files/output-file.ts";
import { createPool } from "../src/node/workers/thread-pool.ts";
import { formatNpz } from "../src/tables/npz/npz-writing.ts";
import { tableData } from "../src/tables/table-data.ts";
import { createStudy } from "../src/tuning/create-study.ts";
import type { Space } from "../src/tuning/space/space.ts";
import { median, printTable, pythonScript, runOnOneCore } from "./peer.ts";

interface Figures {
  readonly seconds: number;
  readonly processor: number;
  readonly scores: readonly number[];
}

const SPACES: Readonly<Record<"mlp" | "cnn", Space>> = {
  mlp: {
    hiddenLayerSizes: { type: "categorical", choices: [[100], [200], [300]] },
    activation: { type: "categorical", choices: ["relu", "tanh"] },
    alpha: { type: "float", low: 1e-3, high: 10, log: true },
    learningRateInit: { type: "float", low: 5e-4, high: 1e-2, log: true },
    batchSize: { type: "categorical", choices: [64, 128, 256] },
  },
  cnn: {
    filters: {
      type: "categorical",
      choices: [
        [32, 64],
        [64, 128],
        [64, 128, 256],
      ],
    },
    kernelSize: { type: "categorical", choices: [3, 5, 7] },
    dropout: { type: "float", low: 0, high: 0.6 },
    learningRate: { type: "float", low: 3e-4, high: 1e-2, log: true },
    batchSize: { type: "categorical", choices: [32, 64] },
  },
};

const { values } = parseArgs({
  options: {
    source: { type: "string", default: "ravdess" },
    python: { type: "string", default: "python3" },
    model: { type: "string", default: "mlp" },
    trials: { type: "string", default: "10" },
    epochs: { type: "string", default: "60" },
    rounds: { type: "string", default: "2" },
  },
});
const name = values.model === "cnn" ? "cnn" : "mlp";
const epochs = Number(values.epochs);

const table = await featureTable([values.source], { set: "classic-180", onWarning: console.error });
const labelled = labelledClips(table);
if (labelled.leftOut.length > 0) throw new Error("the peer takes all rows: none may be left out");
const data = [labelled];
const [planned] = planSearch(data, { seed: 0 }).folds;
const folds = innerFoldsOf(planned!, false);
const drawn = await createStudy({ space: SPACES[name], sampler: { name: "random" }, seed: 0 });
await drawn.optimize(async () => 0, { trials: Number(values.trials) });
const configurations = drawn.trials.map(({ params }) => params);

const space = modelSpace([{ name, settings: { epochs }, space: SPACES[name] }], {
  sets: [labelled.set.name],
  hasCopies: false,
});
const untuned = configurations.map((params) => ({ params, chosen: space.modelOf(params) }));

const rows = trialRows(data, shareFeatures(data), planned!.fold).get(labelled.set.name)!;
const speakers = speakersOf(labelled.clips.map((clip) => ({ clip })));

async function ours(): Promise<Figures> {
  const pool = createPool({ jobs: 1 });
  // the worker loads its modules, as Python's imports are not counted
  const shortest = { ...rows, folds: folds.slice(0, 1), speakers, seed: 0 };
  await pool.run("trial", { ...shortest, spec: presetModel(name, { epochs: 1 }) });
  const [start, before] = [performance.now(), process.cpuUsage()];
  const study = await innerSearch({
    space: { ...space, untuned },
    settings: DEFAULT_SEARCH,
    name: planned!.fold.name,
    store: memorySearchStore(),
    pool,
    inputOf: () => ({ ...rows, folds, speakers }),
    trials: configurations.length,
    concurrency: 1,
  });
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  return {
    seconds,
    processor: (user + system) / 1e6,
    scores: study.trials.map((trial) => trial.values!["uar"]!),
  };
}

const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
const [features, task] = [join(folder, "features.npz"), join(folder, "task.json")];
await writeOutputFile(features, formatNpz(tableData(table)));
writeFileSync(task, JSON.stringify({ model: name, epochs, trials: configurations, folds }));
const args = [pythonScript("search.py"), "--features", features, "--task", task];
const mine: Figures[] = [];
const theirs: Figures[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  mine.push(await ours());
  theirs.push(runOnOneCore(values.python, args).result as Figures);
}
rmSync(folder, { recursive: true });

const mean = (all: readonly number[]): number => all.reduce((sum, x) => sum + x, 0) / all.length;
const row = (who: string, runs: readonly Figures[]): (string | number)[] => [
  who,
  median(runs.map(({ processor }) => processor)),
  median(runs.map(({ seconds }) => seconds)),
  100 * mean(runs[0]!.scores),
  100 * Math.max(...runs[0]!.scores),
];
const peer = name === "mlp" ? "Optuna, scikit-learn" : "Optuna, Keras";
printTable([
  ["search", "processor s", "wall s", "mean UAR", "best UAR"],
  row(`Affekt ${name}`, mine),
  row(peer, theirs),
]);
for (const [r, own] of mine.entries()) {
  console.log(
    `round ${r + 1}: ${(theirs[r]!.processor / own.processor).toFixed(2)} times less processor time, ${(theirs[r]!.seconds / own.seconds).toFixed(2)} times less time`,
  );
}

// A search over the MLP or the CNN beside Optuna with scikit-learn or Keras: the same table, inner folds and configurations, no pruning, by
// turns. One outer fold. Optuna runs as it comes (one trial at a time, libraries with a thread a core), on one thread, with n_jobs, and as
// several processes on one study; features are float64, as pandas reads them, and float32.
// node bench/search.ts --source DIR --python PYTHON [--model mlp] [--trials 10] [--epochs 60] [--rounds 2]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
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
import { median, printTable, pythonScript, resultOf } from "./peer.ts";

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
const folds = innerFoldsOf(planned!.inner, labelled);
const drawn = await createStudy({ space: SPACES[name], sampler: { name: "random" }, seed: 0 });
await drawn.optimize(async () => 0, { trials: Number(values.trials) });
const configurations = drawn.trials.map(({ params }) => params);

const space = modelSpace([{ name, settings: { epochs }, space: SPACES[name] }], {
  sets: [labelled.set.name],
  augmentations: [],
});
const untuned = configurations.map((params) => ({ params, chosen: space.modelOf(params) }));

const rows = trialRows(
  data,
  shareFeatures(data),
  planned!.fold,
)({ set: labelled.set.name, augmentation: "none" });
const speakers = speakersOf(labelled.clips.map((clip) => ({ clip })));

/** The search on so many worker threads. */
async function ours(jobs: number): Promise<Figures> {
  const pool = createPool({ jobs });
  // workers load their modules, as Python's imports are not counted
  const shortest = { ...rows, folds: folds.slice(0, 1), speakers, seed: 0 };
  const spec = presetModel(name, { epochs: 1 });
  await Promise.all(Array.from({ length: jobs }, () => pool.run("trial", { ...shortest, spec })));
  const [start, before] = [performance.now(), process.cpuUsage()];
  const study = await innerSearch({
    space: { ...space, untuned },
    settings: DEFAULT_SEARCH,
    name: planned!.fold.name,
    store: memorySearchStore(),
    pool,
    inputOf: () => ({ ...rows, folds, speakers }),
    trials: configurations.length,
    concurrency: jobs,
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

/** The search by Optuna, with so many threads of each numeric library. */
function theirs(threads: number, ...more: readonly string[]): Figures {
  const args = [pythonScript("search.py"), "--features", features, "--task", task, ...more];
  return resultOf(values.python, args, { THREADS: String(threads) }) as Figures;
}

function named(isRun: boolean, run: NamedRun): readonly NamedRun[] {
  return isRun ? [run] : [];
}

const cores = availableParallelism();
type NamedRun = readonly [title: string, run: () => Figures | Promise<Figures>];
const isFast = name === "mlp"; // the CNN takes minutes a run: only Optuna's first and its best way
const types = isFast ? ["float64", "float32"] : ["float32"];
const runs: readonly NamedRun[] = [
  [`Affekt, ${cores} workers`, () => ours(cores)],
  ...named(isFast, ["Affekt, one worker", () => ours(1)]),
  ...types.flatMap((type): readonly NamedRun[] => [
    [`${type}, as it comes`, () => theirs(cores, "--type", type)],
    ...named(isFast, [`${type}, one thread`, () => theirs(1, "--type", type)]),
    ...named(isFast, [
      `${type}, n_jobs=${cores}`,
      () => theirs(1, "--type", type, "--jobs", String(cores)),
    ]),
    [`${type}, ${cores} processes`, () => theirs(1, "--type", type, "--processes", String(cores))],
  ]),
];
const figures: Figures[][] = runs.map(() => []);
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [r, [, run]] of runs.entries()) figures[r]!.push(await run());
}
rmSync(folder, { recursive: true });

const secondsOf = (all: readonly Figures[]): number => median(all.map(({ seconds }) => seconds));
printTable([
  [name, "wall s", "processor s", "mean UAR", "best UAR", "wall, of Affekt's"],
  ...figures.map((all, r): (string | number)[] => {
    const { scores } = all[0]!;
    return [
      runs[r]![0],
      secondsOf(all),
      median(all.map(({ processor }) => processor)),
      (100 * scores.reduce((sum, x) => sum + x, 0)) / scores.length,
      100 * Math.max(...scores),
      secondsOf(all) / secondsOf(figures[0]!),
    ];
  }),
]);

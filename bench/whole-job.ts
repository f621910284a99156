// The whole job on one core against the same job in Python: features of all lossless clips, MLP to convergence, CNN of 50 epochs.
// node bench/whole-job.ts --data DIR --python PYTHON [--set classic|classic-180] [--limit N]
import { parseArgs } from "node:util";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { collectRows } from "../src/datasets/feature-table.ts";
import { splitClips } from "../src/splits/protocols.ts";
import { featureSet } from "../src/features/sets/sets.ts";
import { selectRows } from "../src/math/linear-algebra/matrix.ts";
import { argmaxRows } from "../src/models/labels.ts";
import { predictTrained } from "../src/models/inference/predictor.ts";
import { presetModel } from "../src/models/presets.ts";
import { trainOnRows } from "../src/models/training/train-on-rows.ts";
import { extractFiles } from "../src/node/extract-files.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { openSources } from "../src/node/sources/sources.ts";
import { JOBS } from "../src/node/workers/jobs.ts";
import { inlinePool } from "../src/parallel/inline-pool.ts";
import { printTable, pythonScript, runOnOneCore } from "./peer.ts";

interface Outcome {
  readonly clips: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly accuracy: Readonly<Record<string, number>>;
}

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    python: { type: "string" },
    set: { type: "string", default: "classic" },
    limit: { type: "string" },
  },
});
if (values.data === undefined) throw new Error("--data DIR is needed: a folder of RAVDESS clips");

if (values.python === undefined) console.log(JSON.stringify(await ours(values.data, values.set)));
else compare(values.data, values.set, values.python);

async function ours(data: string, name: string): Promise<Outcome> {
  const seconds: Record<string, number> = { imports: performance.now() / 1000 };
  const sources = await openSources([data]);
  const all = sources.recordings;
  const count = values.limit === undefined ? all.length : Number(values.limit);
  const recordings = Array.from(
    { length: count },
    (_, i) => all[Math.floor((i * all.length) / count)]!,
  );
  const set = featureSet(name);
  const start = performance.now();
  const events = extractFiles(recordings, { set }, { pool: inlinePool(JOBS), cache: false });
  const collected = await collectRows(events, (values) => values);
  await sources.close();
  seconds["features"] = (performance.now() - start) / 1000;
  const { X, y, clips } = labelledClips({ set, ...collected, seconds: seconds["features"] });
  const [fold] = splitClips(clips, { protocol: "random", seed: 0 }).folds;
  const accuracy: Record<string, number> = {};
  for (const name of ["mlp", "cnn"] as const) {
    const start = performance.now();
    const rows = { X: selectRows(X, fold!.train), y: fold!.train.map((i) => y[i]!) };
    const runtime = await nodeRuntime();
    const trained = await trainOnRows({ ...rows, spec: presetModel(name), seed: 0 }, { runtime });
    const test = selectRows(X, fold!.test);
    const predicted = argmaxRows(await predictTrained(trained, test, runtime));
    const right = fold!.test.filter((i, at) => trained.labels[predicted[at]!] === y[i]);
    accuracy[name] = right.length / fold!.test.length;
    seconds[name] = (performance.now() - start) / 1000;
  }
  seconds["total"] = performance.now() / 1000;
  return { clips: collected.rows.length, seconds, accuracy };
}

function compare(data: string, set: string, python: string): void {
  const args = ["--data", data, "--set", set, ...(values.limit ? ["--limit", values.limit] : [])];
  const affekt = runOnOneCore(process.execPath, [import.meta.filename, ...args]);
  const peer = runOnOneCore(python, [pythonScript("whole_job.py"), ...args]);
  const [own, other] = [affekt.result as Outcome, peer.result as Outcome];
  console.log(`${own.clips} clips, ${set}, one core, seconds`);
  printTable([
    ["", "Affekt", "Python", "ratio"],
    ...["imports", "features", "mlp", "cnn"].map((part) => {
      const [a, b] = [own.seconds[part]!, other.seconds[part]!];
      return [part, a, b, b / a];
    }),
    ["start to exit", affekt.seconds, peer.seconds, peer.seconds / affekt.seconds],
  ]);
  console.log("accuracy on a random split:", own.accuracy, other.accuracy);
}

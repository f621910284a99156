// The resident memory of one process over many trainings in a row, each with validation rows, and a prediction after it.
// node --expose-gc bench/training-memory.ts [--trainings 1000]
import { parseArgs } from "node:util";
import { clouds } from "../src/models/models.fixture.ts";
import { predictTrained } from "../src/models/predict-trained.ts";
import { presetModel } from "../src/models/presets.ts";
import { train } from "../src/models/train.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { printTable } from "./peer.ts";

const { values } = parseArgs({ options: { trainings: { type: "string", default: "1000" } } });
const count = Number(values.trainings);
const runtime = await nodeRuntime();
const rows = clouds(240, 180, 8, 1);
const validation = clouds(40, 180, 8, 1, 2);
const table: string[][] = [["trainings", "MB resident"]];
for (let done = 1; done <= count; done++) {
  const model = presetModel(done % 2 === 0 ? "mlp" : "cnn", { epochs: 2 });
  const trained = await train({ ...rows, validation, model, seed: done, runtime });
  await predictTrained(trained, validation.X, runtime);
  if (done % Math.ceil(count / 10) > 0) continue;
  globalThis.gc?.();
  table.push([String(done), (process.memoryUsage().rss / 2 ** 20).toFixed(0)]);
}
printTable(table);

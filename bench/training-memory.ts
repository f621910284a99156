// The resident memory of one process over many trainings in a row, each with validation rows, and a prediction after it.
// node --expose-gc bench/training-memory.ts [--trainings 1000] [--runtime native|web]
// On the web runtime also that of WebAssembly, of which a page's runtime has the same.
import { parseArgs } from "node:util";
import { clouds } from "../src/models/models.fixture.ts";
import { predictTrained } from "../src/models/predict-trained.ts";
import { PRESET_NAMES, presetModel } from "../src/models/presets.ts";
import { train } from "../src/models/train.ts";
import { watchMemories } from "../src/network/wasm-memory.fixture.ts";
import { nodeRuntime, webRuntimeInNode } from "../src/node/native-runtime.ts";
import { printTable } from "./peer.ts";

const { values } = parseArgs({
  options: {
    trainings: { type: "string", default: "1000" },
    runtime: { type: "string", default: "native" },
  },
});
const count = Number(values.trainings);
const memories = watchMemories();
const runtime = await (values.runtime === "web" ? webRuntimeInNode() : nodeRuntime());
const rows = clouds(240, 180, 8, 1);
const validation = clouds(40, 180, 8, 1, 2);
const table: string[][] = [["trainings", "MB resident", "MB of WebAssembly"]];
for (let done = 1; done <= count; done++) {
  const model = presetModel(PRESET_NAMES[done % PRESET_NAMES.length]!, { epochs: 2 });
  const trained = await train({ ...rows, validation, model, seed: done, runtime });
  await predictTrained(trained, validation.X, runtime);
  if (done % Math.ceil(count / 10) > 0) continue;
  globalThis.gc?.();
  table.push([String(done), megabytes(process.memoryUsage().rss), megabytes(memories.bytes)]);
}
printTable(table);

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

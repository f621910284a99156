// The resident memory of one process over many trainings in a row, each with validation rows, and a prediction after it.
// node --expose-gc bench/training-memory.ts [--trainings 1000] [--runtime native|web]
// On the web runtime also that of WebAssembly, of which a page's runtime has the same.
import { parseArgs } from "node:util";
import { trainRepeatedly } from "../src/models/training/train-repeatedly.fixture.ts";
import { watchMemories } from "../src/network/runtime/wasm-memory.fixture.ts";
import { nodeRuntime, webRuntimeInNode } from "../src/node/native-runtime.ts";
import { printTable } from "./peer.ts";

const { values } = parseArgs({
  options: {
    trainings: { type: "string", default: "1000" },
    runtime: { type: "string", default: "native" },
  },
});
const atOnce = Math.ceil(Number(values.trainings) / 10);
const memories = watchMemories();
const runtime = await (values.runtime === "web" ? webRuntimeInNode() : nodeRuntime());
const table: string[][] = [["trainings", "MB resident", "MB of WebAssembly"]];
for (let tenth = 1; tenth <= 10; tenth++) {
  await trainRepeatedly(runtime, atOnce, 193);
  globalThis.gc?.();
  const megabytes = [process.memoryUsage().rss, memories.bytes].map((n) =>
    (n / 2 ** 20).toFixed(1),
  );
  table.push([String(tenth * atOnce), ...megabytes]);
}
printTable(table);

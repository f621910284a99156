// One training step of each network (forward, backward, Adam) on one core, against the same in other libraries.
// node bench/training-step.ts [--networks mlp,cnn,…] [--torch PYTHON] [--rounds 3] [--seconds 4]
// The programs take turns; of each the fastest step counts, in processor time, which other work on the machine disturbs least.
// Operations are those of products and convolutions alone.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GraphBuilder } from "../src/network/graph-builder.ts";
import { adam } from "../src/network/optimizers.ts";
import type { Tensor } from "../src/network/runtime.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { TrainingStep } from "../src/training/training-step.ts";
import { NETWORKS } from "./networks.ts";
import { printTable, pythonScript, runOnOneCore } from "./peer.ts";

interface Measurement {
  /** Milliseconds of the fastest step. */
  readonly step: number;
  /** Floating-point operations of a step's products and convolutions; where a program counts them. */
  readonly flops?: number;
}

const { values } = parseArgs({
  options: {
    networks: { type: "string", default: Object.keys(NETWORKS).join() },
    torch: { type: "string" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    measure: { type: "string" },
  },
});

if (values.measure === undefined) compare();
else console.log(JSON.stringify(await measure(values.measure, Number(values.seconds))));

function compare(): void {
  const self = fileURLToPath(import.meta.url);
  const programs: Record<string, (network: string) => readonly [string, ...string[]]> = {
    Affekt: (network) => [process.execPath, self, "--measure", network],
  };
  const { torch } = values;
  if (torch !== undefined) {
    programs["PyTorch"] = (network) => [
      torch,
      pythonScript("training_step.py"),
      "--network",
      network,
    ];
  }
  const names = Object.keys(programs);
  const product = runOnOneCore(process.execPath, [self, "--measure", "product"]).result;
  const { step: time, flops: operations = 0 } = product as Measurement;
  const rows = values.networks.split(",").map((network) => {
    const best = new Map<string, Measurement>();
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const name of names) {
        const [program, ...args] = programs[name]!(network);
        const found = runOnOneCore(program, [...args, "--seconds", values.seconds])
          .result as Measurement;
        if (found.step < (best.get(name)?.step ?? Infinity)) best.set(name, found);
      }
    }
    const flops = [...best.values()].find((one) => one.flops !== undefined)?.flops;
    const ours = best.get("Affekt")!.step;
    return [
      network,
      ...names.map((name) => best.get(name)!.step),
      ...names.slice(1).map((name) => best.get(name)!.step / ours),
      flops === undefined ? "" : flops / ours / 1e6,
      flops === undefined ? "" : (100 * (flops / ours)) / (operations / time),
    ];
  });
  const ratios = names.slice(1).map((name) => `${name} / Affekt`);
  const heads = ["Affekt's GFLOP/s", "% of a product's"];
  printTable([["ms a step", ...names, ...ratios, ...heads], ...rows]);
}

/** The fastest of what `run` does, over some seconds, in milliseconds. */
async function fastest(seconds: number, run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  const end = performance.now() + 1000 * seconds;
  for (let runs = 0; runs < 3 || performance.now() < end; runs++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    if (runs >= 2) best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** A plain matrix product on the same runtime. */
async function measureProduct(seconds: number): Promise<Measurement> {
  const size = 768;
  const dims = [size, size];
  const graph = new GraphBuilder();
  graph.output("c", graph.op("MatMul", [graph.input("a", dims), graph.input("b", dims)]), dims);
  const session = await (await nodeRuntime()).createSession(graph.encode());
  const matrix = (): Tensor => ({
    data: Float32Array.from({ length: size * size }, (_, i) => Math.sin(i)),
    dims,
  });
  const [a, b, c] = [matrix(), matrix(), matrix()];
  const step = await fastest(seconds, () => session.run({ a, b }, { c }));
  return { step, flops: 2 * size ** 3 };
}

async function measure(name: string, seconds: number): Promise<Measurement> {
  if (name === "product") return measureProduct(seconds);
  const { network, batch } = NETWORKS[name]!();
  const [classes = 0] = network.outputShape;
  const tensor = (columns: number, value: (i: number) => number) => ({
    data: Float32Array.from({ length: batch * columns }, (_, i) => value(i)),
    dims: [batch, columns],
  });
  const step = await TrainingStep.create({
    runtime: await nodeRuntime(),
    network,
    optimizer: adam(),
    initial: network.initialize(1),
    seed: 1,
  });
  const rows = {
    rows: batch,
    features: tensor(network.columns, (i) => Math.sin(i * i)),
    targets: tensor(classes, (i) => Number(i % classes === Math.floor(i / classes) % classes)),
  };
  const best = await fastest(seconds, () => step.run(rows, 1e-3));
  await step.release();
  return { step: best };
}

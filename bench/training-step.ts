// One training step of each network (forward, backward, Adam) on one core, against the same step in other libraries: PyTorch, and
// scikit-learn (mlp) or Keras (cnn), which the tutorials use.
// node bench/training-step.ts [--networks mlp,cnn,…] [--torch PYTHON] [--python PYTHON] [--rounds 3] [--seconds 4] [--wall]
// The programs alternate. The fastest step of each counts, in processor time, which is disturbed least by other work on the machine.
// --wall measures by the clock, for an idle machine. Operations are those of products and convolutions alone.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GraphBuilder } from "../src/network/onnx/graph-builder.ts";
import type { Network } from "../src/network/network.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { Batches } from "../src/training/batches.ts";
import { TrainingStep } from "../src/training/training-step.ts";
import { NETWORKS } from "./networks.ts";
import { printTable, pythonScript, runOnOneCore } from "./peer.ts";

interface Measurement {
  /** Milliseconds of the fastest step. */
  readonly step: number;
  /** Floating-point operations of the step's products and convolutions. Undefined where a program does not count them. */
  readonly flops?: number;
}

const { values } = parseArgs({
  options: {
    networks: { type: "string", default: Object.keys(NETWORKS).join() },
    torch: { type: "string" },
    python: { type: "string" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    wall: { type: "boolean", default: false },
    measure: { type: "string" },
  },
});

if (values.measure === undefined) compare();
else {
  const measured = values.measure === "product" ? product : step;
  console.log(JSON.stringify(await measured(values.measure, Number(values.seconds))));
}

function compare(): void {
  const { torch, python } = values;
  const self = fileURLToPath(import.meta.url);
  const recipe = pythonScript("training_step_recipe.py");
  const all = Object.keys(NETWORKS);
  const programs = [
    {
      name: "PyTorch",
      program: torch,
      args: [pythonScript("training_step.py"), "--network"],
      networks: all,
    },
    { name: "scikit-learn", program: python, args: [recipe, "--network"], networks: ["mlp"] },
    { name: "Keras", program: python, args: [recipe, "--network"], networks: ["cnn", "cnn-193"] },
  ].filter(({ program }) => program !== undefined);
  const affekt = { program: process.execPath, args: [self, "--measure"], networks: all };
  const peak = rateOf(run(affekt, "product"));
  console.log(`a plain matrix product of 1024 × 1024: ${peak.toFixed(0)} GFLOP/s\n`);
  const rows = values.networks.split(",").map((network): (string | number)[] => {
    const found: (Measurement | undefined)[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [i, one] of [affekt, ...programs].entries()) {
        if (one.networks.includes(network)) found[i] = faster(found[i], run(one, network));
      }
    }
    const { step } = found[0]!;
    const { flops } = found.find((one) => one?.flops !== undefined) ?? {};
    const rate = flops === undefined ? undefined : rateOf({ step, flops });
    return [
      network,
      step,
      ...programs.flatMap((_, i): (string | number)[] => {
        const other = found[i + 1];
        return other === undefined ? ["", ""] : [other.step, other.step / step];
      }),
      ...(rate === undefined ? ["", ""] : [rate, rate / peak]),
    ];
  });
  const titles = programs.flatMap(({ name }) => [name, "ratio"]);
  printTable([["ms a step", "Affekt", ...titles, "GFLOP/s", "of the product's"], ...rows]);
}

function run(
  { program, args }: { program: string | undefined; args: readonly string[] },
  what: string,
): Measurement {
  const more = ["--seconds", values.seconds, ...(values.wall ? ["--wall"] : [])];
  return runOnOneCore(program!, [...args, what, ...more]).result as Measurement;
}

function faster(a: Measurement | undefined, b: Measurement): Measurement {
  return a !== undefined && a.step < b.step ? a : b;
}

/** In GFLOP/s. */
function rateOf({ step, flops = 0 }: Measurement): number {
  return flops / step / 1e6;
}

/** The shortest time of some work, in milliseconds. */
async function leastTime(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const clock = values.wall ? () => performance.now() : processorTime;
  for (let warm = 0; warm < 2; warm++) await work();
  let best = Infinity;
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end || best === Infinity) {
    const before = clock();
    await work();
    best = Math.min(best, clock() - before);
  }
  return best;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A step as in a training: batches are gathered from rows, the MLP has its penalty. */
async function step(name: string, seconds: number): Promise<Measurement> {
  const { network, batch } = NETWORKS[name]!();
  const step = await TrainingStep.create(
    {
      runtime: await nodeRuntime(),
      network,
      optimizer: { name: "adam" },
      loss: { name: "categoricalCrossentropy" },
      alpha: name === "mlp" ? 0.01 : 0,
      seed: 1,
    },
    { parameters: network.initialize(1) },
  );
  const batches = batchesOf(network, batch);
  let i = 0;
  const time = await leastTime(() => step.run(batches.at(i++ % batches.count), 1e-3), seconds);
  await step.release();
  return { step: time };
}

function batchesOf({ columns, outputShape: [classes = 0] }: Network, batchSize: number): Batches {
  const rows = 4 * batchSize;
  const matrix = (columns: number, value: (i: number) => number) => ({
    data: Float32Array.from({ length: rows * columns }, (_, i) => value(i)),
    rows,
    columns,
  });
  const batches = new Batches({
    X: matrix(columns, (i) => Math.sin(i * i)),
    targets: matrix(classes, (i) => Number(i % classes === Math.floor(i / classes) % classes)),
    settings: { batchSize, shuffle: true, mixup: 0, dividesByWeights: false },
    seed: 1,
  });
  batches.start(1);
  return batches;
}

/** A product of two matrices and nothing else. */
async function product(_: string, seconds: number): Promise<Measurement> {
  const SIZE = 1024;
  const dims = [SIZE, SIZE];
  const graph = new GraphBuilder();
  graph.output("y", graph.op("Gemm", [graph.input("a", dims), graph.input("b", dims)]), dims);
  const session = await (await nodeRuntime()).createSession(graph.encode());
  const matrix = { data: new Float32Array(SIZE * SIZE).fill(0.5), dims };
  const into = { y: { data: new Float32Array(SIZE * SIZE), dims } };
  const time = await leastTime(() => session.run({ a: matrix, b: matrix }, into), seconds);
  await session.release();
  return { step: time, flops: 2 * SIZE ** 3 };
}

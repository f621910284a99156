import { expect, test } from "vitest";
import { nodeRuntime } from "../node/native-runtime.ts";
import { Batches } from "../training/batches.ts";
import { TrainingStep } from "../training/training-step.ts";
import { input } from "./symbolic-tensor.ts";
import { batchNormalization, conv1d, dense, flatten } from "./layers.ts";
import { sequential } from "./network.ts";
import { evaluationGraph } from "./graphs/evaluation-graph.ts";

test("training steps carry moving statistics on: without learning, a network comes to answer as on its batch", async () => {
  const network = sequential([
    input([6, 2]),
    conv1d({ filters: 3, kernelSize: 3 }),
    batchNormalization({ momentum: 0.5 }),
    flatten(),
    dense({ units: 2 }),
  ]);
  const runtime = await nodeRuntime();
  const initial = network.initialize(1);
  const step = await TrainingStep.create(
    {
      runtime,
      network,
      optimizer: { name: "adam" },
      loss: { name: "categoricalCrossentropy" },
      seed: 1,
    },
    { parameters: initial },
  );
  const features = {
    data: Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * i)),
    dims: [5, 12],
  };
  const batch = new Batches({
    X: { data: features.data, rows: 5, columns: 12 },
    targets: { data: Float32Array.from({ length: 10 }, (_, i) => i % 2), rows: 5, columns: 2 },
    settings: { batchSize: 5, shuffle: false, mixup: 0, dividesByWeights: false },
    seed: 1,
  }).at(0);
  let loss = 0;
  for (let steps = 0; steps < 30; steps++) loss = await step.run(batch, 0);
  const after = Float32Array.from(step.parameters);
  await step.release();
  expect(after.subarray(0, network.trainableSize)).toEqual(
    initial.subarray(0, network.trainableSize),
  );
  const session = await runtime.createSession(evaluationGraph(network));
  const evaluate = async (data: Float32Array): Promise<number> => {
    const parameters = { data, dims: [network.size] };
    const { probabilities } = await session.run({ parameters, features });
    const right = probabilities!.data.filter((_, i) => i % 2 === 1);
    return right.reduce((sum, value) => sum - Math.log(value) / right.length, 0);
  };
  expect(await evaluate(after)).toBeCloseTo(loss, 5);
  expect(Math.abs((await evaluate(initial)) - loss)).toBeGreaterThan(0.01);
  await session.release();
});

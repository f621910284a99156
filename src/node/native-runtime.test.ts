import { expect, test } from "vitest";
import { makeBlobs, train } from "../models/models.fixture.ts";
import { PRESETS } from "../models/presets.ts";
import { GraphBuilder } from "../network/onnx/graph-builder.ts";
import { runtimeContract } from "../network/runtime/runtime.contract.fixture.ts";
import { nodeRuntime, webRuntimeInNode } from "./native-runtime.ts";

runtimeContract("native", nodeRuntime);
runtimeContract("web", webRuntimeInNode);

test.each([
  ["native", nodeRuntime],
  ["web", webRuntimeInNode],
])("the %s runtime leaves nothing of given outputs to the garbage collector", async (_, make) => {
  const size = 1 << 16;
  const graph = new GraphBuilder();
  const x = graph.input("x", [size]);
  graph.output("y", graph.add(x, x), [size]);
  const session = await (await make()).createSession(graph.encode());
  const feeds = { x: { data: new Float32Array(size), dims: [size] } };
  const into = { y: { data: new Float32Array(size), dims: [size] } };
  const before = process.memoryUsage().arrayBuffers;
  for (let run = 0; run < 40; run++) await session.run(feeds, into);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 4 * size);
  await session.release();
});

test.each(["mlp", "cnn"] as const)("both runtimes train the same %s", async (kind) => {
  const rows = makeBlobs(40, 20, 3, 1);
  const two = {
    mlp: { kind: "mlp", settings: { ...PRESETS.mlp.settings, maxIter: 2 } },
    cnn: { kind: "cnn", settings: { ...PRESETS.cnn.settings, epochs: 2 } },
  } as const;
  const native = await train({ ...rows, model: two[kind], runtime: await nodeRuntime() });
  const web = await train({ ...rows, model: two[kind], runtime: await webRuntimeInNode() });
  const again = await train({ ...rows, model: two[kind], runtime: await webRuntimeInNode() });
  expect(again).toEqual(web);
  const largest = native.parameters.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - web.parameters[i]!)),
    0,
  );
  expect(largest).toBeLessThan(1e-4);
  expect(web.history[1]!.loss).toBeCloseTo(native.history[1]!.loss, 4);
});

import { expect, test } from "vitest";
import { makeBlobs, train } from "../models/models.fixture.ts";
import { PRESETS } from "../models/presets.ts";
import { runtimeContract } from "../network/runtime/runtime.contract.fixture.ts";
import { nodeRuntime, webRuntimeInNode } from "./native-runtime.ts";

runtimeContract("native", nodeRuntime);
runtimeContract("web", webRuntimeInNode);

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

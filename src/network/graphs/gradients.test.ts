import { beforeAll, expect, test } from "vitest";
import { nodeRuntime, webRuntimeInNode } from "../../node/native-runtime.ts";
import { inSequence, GRADIENT_SUBJECTS } from "./gradient-subjects.fixture.ts";
import { differentiate, expectDifferences } from "./gradients.fixture.ts";
import { activation, dropout, maxPooling1d } from "../layers.ts";
import type { Runtime } from "../runtime/runtime.ts";

let runtime: Runtime;
let webRuntime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
  webRuntime = await webRuntimeInNode();
});

test.each(Object.entries(GRADIENT_SUBJECTS))(
  "gradients agree with differences, on both runtimes: %s",
  async (_, subject) => {
    const native = await differentiate(runtime, { ...subject, rows: 3 });
    await expectDifferences(native);
    const web = await differentiate(webRuntime, { ...subject, rows: 3 });
    const [found, wanted] = [
      await web.session.run(native.feeds),
      await native.session.run(native.feeds),
    ];
    for (const [name, { data }] of Object.entries(wanted)) {
      for (const [i, value] of data.entries()) {
        expect(Math.abs(found[name]!.data[i]! - value), name).toBeLessThan(1e-5);
      }
    }
    await native.session.release();
    await web.session.release();
  },
);

test("relu, dropout and pooling fused give what they give one by one", async () => {
  const { network, session, feeds } = await differentiate(runtime, {
    shapes: [[8, 2]],
    rows: 3,
    describe: inSequence(
      activation({ activation: "relu" }),
      dropout({ rate: 0.3 }),
      maxPooling1d({ poolSize: 2 }),
    ),
  });
  const { output } = await session.run(feeds);
  const x = feeds[network.parameters[0]!.name]!.data;
  const mask = feeds["random0"]!.data;
  for (let row = 0; row < 3; row++) {
    for (let pool = 0; pool < 4; pool++) {
      for (let channel = 0; channel < 2; channel++) {
        const values = [0, 1].map((phase) => {
          const factor = mask[row * 16 + phase * 8 + pool * 2 + channel]!; // the mask is in the order of the phases
          return Math.fround(Math.max(0, x[row * 16 + (2 * pool + phase) * 2 + channel]!) * factor);
        });
        const found = output!.data[row * 8 + pool * 2 + channel];
        expect(found === Math.max(...values)).toBe(true); // 0 may be -0
      }
    }
  }
  await session.release();
});

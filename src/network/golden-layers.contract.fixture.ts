import { beforeAll, describe, expect, test } from "vitest";
import { GOLDEN_LAYERS, GOLDEN_ROWS, layerOf } from "./golden-layers.fixture.ts";
import { differentiate, expectDifferences } from "./graphs/gradients.fixture.ts";
import type { Runtime } from "./runtime/runtime.ts";

/** That every layer gives Keras' outputs, gradients and statistics on a runtime. */
export function goldenLayersContract(name: string, make: () => Promise<Runtime>): void {
  describe(`on the ${name} runtime`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await make();
    });

    test.each(GOLDEN_LAYERS)(
      "a layer gives Keras' outputs and gradients: %s",
      async (_, golden) => {
        const differentiated = await differentiate(runtime, {
          ...golden,
          rows: GOLDEN_ROWS,
          describe: (...values) => layerOf(golden)(...values),
        });
        const { network, session, feeds } = differentiated;
        expect(network.outputShape).toEqual(golden.outputShape);
        feeds["upper"]!.data.set(golden.upper);
        const given = [...golden.inputs, ...golden.parameters];
        expect(network.parameters).toHaveLength(given.length);
        for (const [i, { name }] of network.parameters.entries()) feeds[name]!.data.set(given[i]!);
        const outputs = await session.run(feeds);
        expectClose(outputs["output"]!.data, golden.output);
        const gradients = [...golden.inputGradients, ...golden.parameterGradients];
        const trainable = network.parameters.filter((one) => one.trainable);
        expect(trainable).toHaveLength(gradients.length);
        for (const [i, { name }] of trainable.entries()) {
          expectClose(outputs[`d ${name}`]!.data, gradients[i]!);
        }
        const statistics = network.parameters.filter((one) => !one.trainable);
        for (const [i, { name }] of statistics.entries()) {
          expectClose(outputs[`${name} after`]!.data, golden.statistics![i]!);
        }
        await expectDifferences(differentiated);
        await session.release();
      },
    );
  });
}

function expectClose(found: Float32Array, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0);
  expect(worst).toBeLessThan(1e-5);
}

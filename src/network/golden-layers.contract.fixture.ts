import { beforeAll, describe, expect, test } from "vitest";
import { GOLDEN_LAYERS, GOLDEN_ROWS, type GoldenLayer, layerOf } from "./golden-layers.fixture.ts";
import { differentiate, expectDifferences } from "./graphs/gradients.fixture.ts";
import type { Runtime } from "./runtime/runtime.ts";

/** Layers that take images and nothing else of three dimensions. */
const OF_IMAGES = /2d$/i;

/** Goldens of three dimensions that need not be images. */
const NO_IMAGES = GOLDEN_LAYERS.filter(
  ([, { layer, shapes }]) => !OF_IMAGES.test(layer) && shapes.some(({ length }) => length === 3),
);

/** Each layer gives Keras' outputs, gradients and statistics on a runtime. */
export function goldenLayersContract(name: string, make: () => Promise<Runtime>): void {
  describe(`on the ${name} runtime`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await make();
    });

    test.each(GOLDEN_LAYERS)("a layer gives Keras' outputs and gradients: %s", (_, golden) =>
      expectGolden(runtime, golden),
    );

    test.each(NO_IMAGES)(
      "a layer gives the same for plain tensors of three dimensions: %s",
      (_, golden) => expectGolden(runtime, golden, "plain"),
    );
  });
}

async function expectGolden(
  runtime: Runtime,
  golden: GoldenLayer,
  layout?: "plain",
): Promise<void> {
  const differentiated = await differentiate(runtime, {
    ...golden,
    ...(layout && { layout }),
    rows: GOLDEN_ROWS,
    describe: (...tensors) => layerOf(golden)(...tensors),
  });
  const { network, session, feeds } = differentiated;
  expect(network.outputShape).toEqual(golden.outputShape);
  feeds["upper"]!.data.set(golden.upper);
  const given = [...golden.inputs, ...golden.parameters];
  expect(network.parameters).toHaveLength(given.length);
  for (const [i, { name }] of network.parameters.entries()) feeds[name]!.data.set(given[i]!);
  const outputs = await session.run(feeds);
  expectClose(ownFrames(outputs["output"]!.data, golden), ownFrames(golden.output, golden));
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
}

/** The values of an output, but for frames that are padding: Keras' layers repeat their last value there. */
function ownFrames(
  values: ArrayLike<number>,
  { lengths, shapes, outputShape: [frames = 1, ...rest] }: GoldenLayer,
): number[] {
  if (lengths === undefined || frames !== shapes[0]![0]) return Array.from(values);
  const width = rest.reduce((product, dim) => product * dim, 1);
  return Array.from(values).filter((_, i) => {
    const [row, frame] = [Math.floor(i / width / frames), Math.floor(i / width) % frames];
    return frame < lengths[row]!;
  });
}

function expectClose(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0);
  expect(worst).toBeLessThan(1e-5);
}

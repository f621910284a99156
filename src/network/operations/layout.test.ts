import { expect, test } from "vitest";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { differentiate, expectDifferences } from "../graphs/gradients.fixture.ts";
import { inferenceGraph } from "../graphs/inference-graph.ts";
import { createLayer, LAYER } from "../layer.ts";
import { add, concatenate, conv2d, dense, layerNormalization, multiply } from "../layers.ts";
import { network } from "../network.ts";
import { decodeOnnx } from "../onnx/onnx-decoding.ts";
import { input, type SymbolicTensor } from "../symbolic-tensor.ts";
import { reshapeTo } from "./reshape-operation.ts";

/** A tensor that lies as its shape says. */
function asPlain(tensor: SymbolicTensor): SymbolicTensor {
  const operation = reshapeTo(({ shape }) => ({ shape, layout: "plain" }));
  return createLayer("asPlain", LAYER, {}, () => [operation])(tensor);
}

/** How often each operator is in the graph of a network. */
function operatorsOf(start: SymbolicTensor, output: SymbolicTensor): Record<string, number> {
  const built = network(start, output);
  const model = inferenceGraph(built, { parameters: built.initialize(1) });
  const counts: Record<string, number> = {};
  for (const { type } of decodeOnnx(model).nodes) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

test("images are turned, plain tensors of three dimensions are not", () => {
  const plain = input([6, 2]);
  const scores = createLayer("scores", LAYER, {}, () => [
    reshapeTo(() => ({ shape: [3, 2, 2], layout: "plain" })),
  ])(plain);
  const layers = (x: SymbolicTensor) => layerNormalization()(dense({ units: 2 })(x));
  expect(operatorsOf(plain, layers(scores))).not.toHaveProperty("Transpose");
  const image = input([3, 2, 2]);
  expect(operatorsOf(image, layers(image))).toHaveProperty("Transpose");
});

test("images and plain tensors can be merged", async () => {
  const { network, session, feeds } = await differentiate(await nodeRuntime(), {
    shapes: [
      [2, 3, 4],
      [2, 3, 4],
      [3, 1],
    ],
    rows: 2,
    describe(image, other, factors) {
      const sum = add()(asPlain(image), other);
      const product = multiply()(other, asPlain(image), factors);
      return concatenate({ axis: 2 })(sum, image, product, asPlain(other));
    },
  });
  const { output } = await session.run(feeds);
  const [a, b, c] = network.parameters.map(({ name }) => feeds[name]!.data);
  expect(output!.dims).toEqual([2, 2, 12, 4]);
  for (let i = 0; i < 48; i++) {
    const [row, column, channel] = [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4];
    const at = (part: number): number =>
      output!.data[(row * 12 + 3 * part + column) * 4 + channel]!;
    expect(at(0)).toBeCloseTo(a![i]! + b![i]!, 6);
    expect(at(1)).toBe(a![i]);
    expect(at(2)).toBeCloseTo(a![i]! * b![i]! * c![(row >> 1) * 3 + column]!, 6);
    expect(at(3)).toBe(b![i]);
  }
  await expectDifferences({ network, session, feeds });
  await session.release();
});

test("a layer of images refuses a plain tensor of three dimensions", () => {
  expect(() => conv2d({ filters: 2, kernelSize: 1 })(asPlain(input([2, 3, 4])))).toThrow(
    "conv2d_1: takes [height, width, channels], got [2, 3, 4], which is plain",
  );
});

import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { differentiate } from "../network/graphs/gradients.fixture.ts";
import { nodeRuntime, webRuntimeInNode } from "../node/native-runtime.ts";
import golden from "./encoder-block.golden.json" with { type: "json" };
import { encoderBlock, encoderBlockWeights } from "./encoder-block.ts";

type Kept = (typeof golden)["output"];

const { frames, lengths } = golden;
const WIDTH = 384;
let weights: Float32Array;
beforeAll(async () => {
  const bytes = await readFile(new URL("../../models/encoder.onnx", import.meta.url));
  weights = encoderBlockWeights(bytes, golden.layer);
});

test("its weights are those of the encoder's file", () => {
  let at = 0;
  for (const [name, wanted] of Object.entries(golden.parameters)) {
    expectKept(weights.subarray(at, at + wanted.size), wanted, name);
    at += wanted.size;
  }
  expect(at).toBe(weights.length);
});

test.each([
  ["native", nodeRuntime],
  ["web", webRuntimeInNode],
])("it gives PyTorch's outputs and gradients on the %s runtime", async (_, make) => {
  const { network, session, feeds } = await differentiate(await make(), {
    shapes: [[frames, WIDTH]],
    rows: lengths.length,
    lengths,
    describe: (x) => encoderBlock(x, { rate: 0 }),
  });
  const [given, ...parameters] = network.parameters;
  feeds[given!.name]!.data.set(spread(7919, 1009));
  const upper = spread(10_007, 997).map((value, i) => (isOwn(i) ? value : 0));
  feeds["upper"]!.data.set(upper);
  let at = 0;
  for (const { name, size } of parameters) {
    feeds[name]!.data.set(weights.subarray(at, at + size));
    at += size;
  }
  expect(at).toBe(weights.length);
  const outputs = await session.run(feeds);
  expectKept(
    outputs["output"]!.data.filter((_, i) => isOwn(i)),
    golden.output,
    "output",
  );
  const ofInput = outputs[`d ${given!.name}`]!.data.filter((_, i) => isOwn(i));
  expectKept(ofInput, golden.inputGradient, "input");
  for (const [i, [name, wanted]] of Object.entries(golden.gradients).entries()) {
    expectKept(outputs[`d ${parameters[i]!.name}`]!.data, wanted, name);
  }
  await session.release();
});

/** Whether a value of [rows, frames, 384] is no padding. */
function isOwn(i: number): boolean {
  const frame = Math.floor(i / WIDTH);
  return frame % frames < lengths[Math.floor(frame / frames)]!;
}

/** The values of tools/make_encoder_block_golden.py. */
function spread(factor: number, modulus: number): Float32Array {
  const size = lengths.length * frames * WIDTH;
  return Float32Array.from(
    { length: size },
    (_, i) => (((factor * i) % modulus) * 2) / modulus - 1,
  );
}

function expectKept(found: Float32Array, { size, norm, values }: Kept, name: string): void {
  expect(found, name).toHaveLength(size);
  // the bias of keys has a gradient of 0, but for rounding
  const tolerance = 1e-5 * Math.max(1, norm);
  const own = Math.sqrt(found.reduce((sum, value) => sum + value ** 2, 0));
  expect(Math.abs(own - norm), name).toBeLessThan(tolerance);
  const every = Math.max(1, Math.floor(size / 16));
  for (const [i, value] of values.entries()) {
    expect(Math.abs(found[i * every]! - value), `${name} ${i * every}`).toBeLessThan(tolerance);
  }
}

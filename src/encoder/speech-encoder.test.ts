import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { resample } from "../audio/resample/resample.ts";
import { featureSet } from "../features/sets/sets.ts";
import { encodedClipValues } from "../features/sets/vector.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import "../node/default-runtime.ts";
import { nodeEncoder } from "../node/node-encoder.ts";
import { nodeRuntime, webRuntimeInNode } from "../node/native-runtime.ts";
import { HAS_AVX512 } from "../node/processor.fixture.ts";
import { SpeechEncoder } from "./speech-encoder.ts";

const SPEECH = speechSignal();
let encoder: SpeechEncoder;
beforeAll(async () => {
  encoder = await nodeEncoder();
});

test.each([
  [0, 1],
  [320, 1],
  [480, 2],
  [33_075, 103],
  [240_000, 750],
])("%i samples have %i steps of 1152 values", async (samples, steps) => {
  const { count, width, data } = await encoder.encode(new Float32Array(samples));
  expect([count, width, data.length]).toEqual([steps, 1152, steps * 1152]);
});

test("the same samples give the same values, to the bit", async () => {
  const [first, second] = [await encoder.encode(SPEECH), await encoder.encode(SPEECH)];
  expect(second).toEqual(first);
});

test("what is longer than 15 s is heard in equal parts", async () => {
  const samples = syntheticSignal("bursts", 16_000 * 15 + 320);
  const whole = await encoder.encode(samples);
  expect(whole.count).toBe(751);
  const half = 376 * 320;
  const parts = [samples.subarray(0, half), samples.subarray(half)];
  const alone = await Promise.all(parts.map((part) => encoder.encode(part)));
  expect(alone.map(({ count }) => count)).toEqual([376, 375]);
  expect(whole.data.subarray(0, 376 * 1152)).toEqual(alone[0]!.data);
  expect(whole.data.subarray(376 * 1152)).toEqual(alone[1]!.data);
});

test("the set speech holds mean and deviation of the set speech-frames", async () => {
  const [vector, frames] = await Promise.all(
    ["speech", "speech-frames"].map((name) => encodedClipValues(SPEECH, { set: featureSet(name) })),
  );
  const steps = frames!.length / 1152;
  for (const column of [0, 400, 1151]) {
    const own = Array.from({ length: steps }, (_, step) => frames![step * 1152 + column]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / steps;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / steps;
    expect(vector![column]).toBeCloseTo(mean, 5);
    expect(vector![1152 + column]).toBeCloseTo(Math.sqrt(variance), 5);
  }
});

test("the set speech-views holds mean and deviation of the steps at three speeds together", async () => {
  const speeds = [0.93, 1, 1.07];
  const vector = await encodedClipValues(SPEECH, { set: featureSet("speech-views") });
  const views = await Promise.all(
    speeds.map((speed) =>
      encoder.encode(
        speed === 1 ? SPEECH : resample(SPEECH, { from: Math.round(100 * speed), to: 100 }),
      ),
    ),
  );
  expect(new Set(views.map(({ count }) => count)).size).toBe(3);
  for (const column of [0, 400, 1151]) {
    const own = views.flatMap(({ data, count }) =>
      Array.from({ length: count }, (_, step) => data[step * 1152 + column]!),
    );
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    expect(vector[column]).toBeCloseTo(mean, 5);
    expect(vector[1152 + column]).toBeCloseTo(Math.sqrt(variance), 5);
  }
});

test("a set of one's own takes some of the layers, with statistics of its own", async () => {
  const own = featureSet({
    name: "own",
    sampleRate: 16_000,
    framing: { hopLength: 320 },
    statistics: ["mean"],
    descriptors: [{ name: "encoderLayers", layers: [2] }],
  });
  const values = await encodedClipValues(SPEECH, { set: own });
  const all = await encodedClipValues(SPEECH, { set: featureSet("speech") });
  expect(values).toEqual(all.subarray(384, 768));
});

test("a set of another rate is refused", () => {
  const definition = { name: "own", descriptors: [{ name: "encoderLayers" }] } as const;
  expect(() => featureSet(definition)).toThrow(
    "encoderLayers needs the set's sampleRate 16000 and a hopLength of 320, got 22050 and 512",
  );
});

test("another file than this version's is refused", async () => {
  const bytes = await readFile(new URL("../../models/encoder.onnx", import.meta.url));
  bytes[bytes.length - 1]! ^= 1;
  await expect(SpeechEncoder.create(bytes, await nodeRuntime())).rejects.toThrow(
    /^voice encoder: the file has the hash [0-9a-f]{16}, this version of Affekt takes [0-9a-f]{16};/,
  );
});

describe("by WebAssembly", () => {
  test("values differ from the native ones by what int8 rounds", async () => {
    const bytes = await readFile(new URL("../../models/encoder.onnx", import.meta.url));
    const web = await SpeechEncoder.create(bytes, await webRuntimeInNode());
    const [a, b] = [await encoder.encode(SPEECH), await web.encode(SPEECH)];
    const differences = a.data.map((value, i) => Math.abs(value - b.data[i]!));
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    // 0.035 on an AMD EPYC without AVX-512
    expect(mean).toBeLessThan(HAS_AVX512 ? 0.02 : 0.05);
    await web.release();
  });
});

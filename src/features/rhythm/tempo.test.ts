import { expect, test } from "vitest";
import { onsetEnvelope } from "./onset-envelope.fixture.ts";
import { testParity } from "../parity.fixture.ts";
import golden from "./tempo.golden.json" with { type: "json" };
import { tempo, type TempoOptions } from "./tempo.ts";

const SAMPLE_RATE = 22_050;

testParity(golden, (samples, options: Omit<TempoOptions, "sampleRate">) => {
  const { hopLength = 512 } = options;
  const data = tempo(onsetEnvelope(samples, { hopLength }), {
    sampleRate: SAMPLE_RATE,
    ...options,
  });
  return { data, count: data.length, width: 1 };
});

/** An onset every `period` frames. */
function clicks(count: number, period: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (i % period === 0 ? 1 : 0));
}

test.each([20, 24, 30])("clicks every %i frames", (period) => {
  const [bpm] = tempo(clicks(600, period), { sampleRate: SAMPLE_RATE });
  expect(bpm).toBeCloseTo((60 * SAMPLE_RATE) / (512 * period), 9);
});

test.each([
  ["mean", 0, 1],
  ["median", 0, 1],
  ["none", 0, 0],
  ["mean", 1, 1],
  ["mean", 50, 1],
  ["none", 50, 50],
] as const)("aggregate %s of %i silent frames is near startBpm", (aggregate, frames, count) => {
  const found = tempo(new Float32Array(frames), { sampleRate: SAMPLE_RATE, aggregate });
  expect(found).toHaveLength(count);
  for (const bpm of found) expect(bpm).toBeCloseTo(117.454, 3);
});

test("no tempo under maxTempo leaves all of them", () => {
  const options = { acSize: 0.1, maxTempo: 10 };
  expect([...tempo(new Float32Array(9), { sampleRate: SAMPLE_RATE, ...options })]).toEqual([
    861.328125,
  ]);
});

import { expect, test } from "vitest";
import deemphasisGolden from "./deemphasis.golden.json" with { type: "json" };
import { signalOf, testParity } from "../features/parity.fixture.ts";
import preemphasisGolden from "./preemphasis.golden.json" with { type: "json" };
import { deemphasis, type EmphasisOptions, preemphasis } from "./preemphasis.ts";

/** A filter as a descriptor of frames of one value. */
function inFrames(filter: typeof preemphasis) {
  return (samples: Float32Array, options: EmphasisOptions) => {
    const data = filter(samples, options);
    return { data, count: data.length, width: 1 };
  };
}

testParity(preemphasisGolden, inFrames(preemphasis));
testParity(deemphasisGolden, inFrames(deemphasis));

test.each([0, 1, 2, 3, 1000])("deemphasis undoes preemphasis of %i samples", (length) => {
  const samples = signalOf("speech", 33_075).slice(0, length);
  for (const coef of [0, 0.5, 0.97]) {
    const back = deemphasis(preemphasis(samples, { coef }), { coef });
    expect(back).toHaveLength(length);
    for (const [i, sample] of samples.entries()) expect(back[i]).toBeCloseTo(sample, 5);
  }
});

test("stretches one after the other are as the whole", () => {
  const samples = signalOf("speech", 33_075).slice(5000, 5100);
  const whole = preemphasis(samples);
  const zi = -0.97 * samples[39]!;
  expect(preemphasis(samples.subarray(0, 40))).toEqual(whole.subarray(0, 40));
  expect(preemphasis(samples.subarray(40), { zi })).toEqual(whole.subarray(40));
  const back = deemphasis(whole);
  const rest = deemphasis(whole.subarray(40), { zi: 0.97 * back[39]! });
  for (const [i, sample] of rest.entries()) expect(sample).toBeCloseTo(back[40 + i]!, 6);
});

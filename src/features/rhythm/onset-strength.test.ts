import { expect, test } from "vitest";
import type { Frames } from "../../signal/frames.ts";
import { onsetEnvelope } from "./onset-envelope.fixture.ts";
import golden from "./onset-strength.golden.json" with { type: "json" };
import { onsetStrength, type OnsetStrengthOptions } from "./onset-strength.ts";
import { testParity } from "../parity.fixture.ts";

testParity(golden, (samples, options: OnsetStrengthOptions) => {
  const data = onsetEnvelope(samples, options);
  return { data, count: data.length, width: 1 };
});

/** Two bins a frame. */
function spectrogramOf(...values: readonly number[]): Frames {
  return { data: Float32Array.from(values), count: values.length / 2, width: 2 };
}

test("a reference takes the place of the earlier frames", () => {
  const spectrogram = spectrogramOf(1, 2, 3, 4, 5, 6);
  const ref = spectrogramOf(0, 0, 5, 5, 0, 0);
  expect([...onsetStrength(spectrogram, { center: false, ref })]).toEqual([0, 3.5, 0.5]);
});

test("fewer frames than the lag have no onset", () => {
  const spectrogram = spectrogramOf(1, 2, 3, 4);
  expect([...onsetStrength(spectrogram, { lag: 2, center: false })]).toEqual([0, 0]);
  expect([...onsetStrength(spectrogramOf())]).toEqual([]);
});

test("values that are not finite are refused", () => {
  expect(() => onsetStrength(spectrogramOf(1, -Infinity))).toThrowError(
    "onsetStrength: its values are not finite numbers",
  );
});

import { expect, test } from "vitest";
import { onsetEnvelope } from "./onset-envelope.fixture.ts";
import { testParity } from "../parity.fixture.ts";
import golden from "./tempogram.golden.json" with { type: "json" };
import { tempogram, type TempogramOptions } from "./tempogram.ts";

testParity(golden, (samples, options: TempogramOptions) =>
  tempogram(onsetEnvelope(samples), options),
);

test.each([
  [0, {}],
  [1, {}],
  [2, { winLength: 7 }],
  [3, { winLength: 1 }],
])("an envelope of %i frames", (count, options) => {
  const found = tempogram(new Float32Array(count).fill(2), options);
  const { winLength = 384 }: TempogramOptions = options;
  expect([found.count, found.width]).toEqual([count, winLength]);
  expect(found.data.every((value) => Number.isFinite(value))).toBe(true);
});

test("silence is not periodic", () => {
  const { data, count } = tempogram(new Float32Array(20), { winLength: 8 });
  expect(count).toBe(20);
  expect(data.every((value) => value === 0)).toBe(true);
});

test("values that are not finite are refused", () => {
  expect(() => tempogram(Float32Array.of(0, NaN))).toThrowError(
    "tempogram: samples must be finite, got NaN at 1",
  );
});

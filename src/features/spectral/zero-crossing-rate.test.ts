import { expect, test } from "vitest";
import { testParity } from "../parity.fixture.ts";
import golden from "./zero-crossing-rate.golden.json" with { type: "json" };
import { zeroCrossingRate } from "./zero-crossing-rate.ts";

testParity(golden, zeroCrossingRate);

const WHOLE = { frameLength: 4, center: false };

test.each([
  [[1, -1, 1, -1], {}, 0.75],
  [[1, -1, 1, -1], { pad: true }, 1],
  [[1, 0, 1, -1], {}, 0.25],
  [[1, 0, 1, -1], { zeroPos: false }, 0.75],
  [[1, -0.125, 1, -1], { threshold: 0.125 }, 0.25],
])("of %j with %j", (samples, options, rate) => {
  const { data } = zeroCrossingRate(Float32Array.from(samples), { ...WHOLE, ...options });
  expect([...data]).toEqual([rate]);
});

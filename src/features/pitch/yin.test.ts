import { expect, test } from "vitest";
import { testParity } from "../parity.fixture.ts";
import golden from "./yin.golden.json" with { type: "json" };
import { yin, type YinOptions } from "./yin.ts";

testParity(golden, (samples, options: Omit<YinOptions, "sampleRate">) => {
  const data = yin(samples, { sampleRate: 22_050, ...options });
  return { data, count: data.length, width: 1 };
});

test("a sawtooth's period of 100 samples", () => {
  const samples = Float32Array.from({ length: 4096 }, (_, i) => (i % 100) / 50 - 1);
  const f0 = yin(samples, { sampleRate: 16_000, fmin: 60, fmax: 600, center: false });
  expect(f0).toHaveLength(5);
  for (const frequency of f0) expect(frequency).toBeCloseTo(160, 1);
});

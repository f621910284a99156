import { expect, test } from "vitest";
import { MU_LAW, muLawByte } from "./g711.ts";

test("each µ-law byte's sample becomes a byte of that sample", () => {
  for (const sample of MU_LAW) expect(Math.abs(MU_LAW[muLawByte(sample)]! - sample)).toBe(0);
});

test("a sample's byte is off by half a step at most, and what is louder is the loudest", () => {
  const levels = [...new Set(MU_LAW)].sort((a, b) => a - b);
  const loudest = levels.at(-1)!;
  for (let level = -40_000; level <= 40_000; level += 7) {
    const sample = level / 32_768;
    const found = MU_LAW[muLawByte(sample)]!;
    const at = levels.indexOf(found);
    const steps = [at - 1, at].map((i) => (levels[i + 1] ?? found) - (levels[i] ?? found));
    const wanted = Math.max(-loudest, Math.min(loudest, sample));
    const rounding = 1 / 65_536;
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.max(...steps) / 2 + rounding);
  }
});

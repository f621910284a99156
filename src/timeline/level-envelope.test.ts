import { expect, test } from "vitest";
import { LevelEnvelope } from "./level-envelope.ts";

test("peaks of equal stretches, however long the recording and its blocks", () => {
  const envelope = new LevelEnvelope(100); // a sample is a stretch at first
  const length = 50_000;
  for (let at = 0; at < length; at += 999) {
    const block = Float32Array.from(
      { length: Math.min(999, length - at) },
      (_, i) => -(at + i) / length,
    );
    envelope.push(block);
  }
  const { levels } = envelope;
  expect(levels.length).toBeGreaterThan(8000);
  expect(levels.length).toBeLessThanOrEqual(16_000);
  const stretch = 4;
  expect(levels).toHaveLength(length / stretch);
  for (const i of [0, 1, 777, levels.length - 1]) {
    expect(levels[i]).toBeCloseTo((stretch * (i + 1) - 1) / length, 6);
  }
});

test("nothing has no levels", () => {
  expect(new LevelEnvelope(100).levels).toHaveLength(0);
});

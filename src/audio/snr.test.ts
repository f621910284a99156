import { describe, expect, it } from "vitest";
import { Random } from "../math/statistics/random.ts";
import { estimateSnr } from "./snr.ts";

const RATE = 16_000;

/** A voice of 150 Hz in syllables, with pauses in between. */
function syllables(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE;
    const envelope = Math.max(0, Math.sin(2 * Math.PI * 2 * t)) ** 2;
    return (
      0.3 * envelope * (Math.sin(2 * Math.PI * 150 * t) + 0.5 * Math.sin(2 * Math.PI * 300 * t))
    );
  });
}

function withNoise(clean: Float32Array, snrDb: number): Float32Array {
  const random = new Random(1);
  const power = clean.reduce((sum, sample) => sum + sample * sample, 0) / clean.length;
  const scale = Math.sqrt(power / 10 ** (snrDb / 10));
  return clean.map((sample) => sample + scale * random.normal());
}

describe("estimateSnr", () => {
  it.each([0, 5, 10, 20, 30])("finds noise %i dB under speech", (snr) => {
    expect(Math.abs(estimateSnr(withNoise(syllables(3), snr), RATE)! - snr)).toBeLessThan(1);
  });

  it("does not depend on the level", () => {
    const noisy = withNoise(syllables(3), 12);
    const quiet = noisy.map((sample) => 0.01 * sample);
    expect(estimateSnr(quiet, RATE)).toBeCloseTo(estimateSnr(noisy, RATE)!, 3);
  });

  it("stays within -20 and 100 dB", () => {
    expect(estimateSnr(syllables(3), RATE)).toBe(100);
    expect(estimateSnr(new Float32Array(RATE).fill(0.1), RATE)).toBe(-20);
  });

  it("says nothing of silence and of what is too short", () => {
    expect(estimateSnr(new Float32Array(RATE), RATE)).toBeUndefined();
    expect(estimateSnr(new Float32Array(1000).fill(1), RATE)).toBeUndefined();
  });
});

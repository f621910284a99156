import { describe, expect, test } from "vitest";
import { Random } from "../math/statistics/random.ts";
import { windowValues } from "../math/fourier/windows.ts";
import { ISTFT, istft } from "./istft.ts";
import inverse from "./istft.golden.json" with { type: "json" };
import { asFrames, only, testParity } from "../features/parity.fixture.ts";
import golden from "./stft.golden.json" with { type: "json" };
import { magnitude, STFT, stft, type StftOptions } from "./stft.ts";

testParity(golden, (samples, options: StftOptions) => {
  const { data, count, bins } = stft(samples, options);
  return { data, count, width: bins * 2 };
});

testParity(inverse, (samples, parameters: object) =>
  asFrames(istft(stft(samples, only(STFT, parameters)), only(ISTFT, parameters))),
);

function noise(length: number): Float32Array {
  const random = new Random(length);
  return Float32Array.from({ length }, () => random.uniform() - 0.5);
}

/** One frame's transform by its definition: its samples times a periodic Hann window, zeros outside the signal. */
function naiveFrame(samples: Float32Array, centre: number, nFft: number): [number, number][] {
  const window = windowValues("hann", nFft);
  const values = Array.from(window, (w, i) => w * (samples[centre - nFft / 2 + i] ?? 0));
  const cosine = values.map((_, i) => Math.cos((2 * Math.PI * i) / nFft));
  return Array.from({ length: nFft / 2 + 1 }, (_, k) => {
    let re = 0;
    let im = 0;
    for (const [i, value] of values.entries()) {
      re += value * cosine[(i * k) % nFft]!;
      // -sin(a) is cos(a + a quarter turn)
      im += value * cosine[(i * k + nFft / 4) % nFft]!;
    }
    return [re, im];
  });
}

test.each([8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096])(
  "frames of %i samples are transformed as by the definition",
  (nFft) => {
    const samples = noise(3 * nFft + 5);
    const hopLength = nFft / 2 + 1;
    const { data, count, bins } = stft(samples, { nFft, hopLength });
    expect([count, bins]).toEqual([1 + Math.floor(samples.length / hopLength), nFft / 2 + 1]);
    for (let f = 0; f < count; f++) {
      for (const [b, [re, im]] of naiveFrame(samples, f * hopLength, nFft).entries()) {
        const at = (f * bins + b) * 2;
        expect(Math.hypot(data[at]! - re, data[at + 1]! - im)).toBeLessThan(1e-6 * nFft ** 0.5);
      }
    }
  },
);

describe("the inverse gives the signal back", () => {
  test.each([
    [10_000, 2048, 512],
    [10_001, 1024, 256],
    [5000, 256, 100],
    [2049, 2048, 512],
    [700, 2048, 512],
    [1, 64, 16],
  ])("%i samples, frames of %i every %i", (length, nFft, hopLength) => {
    const samples = noise(length);
    const back = istft(stft(samples, { nFft, hopLength }), { length, hopLength });
    const error = samples.map((sample, i) => Math.abs(sample - back[i]!));
    expect(back).toHaveLength(length);
    expect(Math.max(...error)).toBeLessThan(1e-6);
  });
});

test("magnitudes are those of the complex numbers", () => {
  const spectrogram = stft(noise(300), { nFft: 64, hopLength: 16 });
  const { data, count, width } = magnitude(spectrogram);
  expect([count, width]).toEqual([spectrogram.count, spectrogram.bins]);
  for (const [i, size] of data.entries()) {
    const [re, im] = spectrogram.data.subarray(2 * i, 2 * i + 2);
    expect(size).toBeCloseTo(Math.hypot(re!, im!), 5);
  }
});

test.each([0, -1, 2.5])("a hop of %d is refused", (hopLength) => {
  const message = `stft: hopLength must be an integer from 1, got ${hopLength}`;
  expect(() => stft(noise(100), { hopLength })).toThrowError(message);
  expect(() => istft(stft(noise(100)), { hopLength })).toThrowError(`i${message}`);
});

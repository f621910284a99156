import { expect, test } from "vitest";
import { signalOf, testParity } from "../parity.fixture.ts";
import spectrograms from "./rms-spectrogram.golden.json" with { type: "json" };
import golden from "./rms.golden.json" with { type: "json" };
import { rms, type RmsOptions } from "./rms.ts";
import { magnitude, stft } from "../../signal/stft.ts";

testParity(golden, rms);

testParity(spectrograms, (samples, { nFft = 2048, ...options }: RmsOptions & { nFft?: number }) =>
  rms(magnitude(stft(samples, { nFft, hopLength: nFft / 4, window: "boxcar" })), options),
);

test("a constant's level, and half of its power where the padding begins", () => {
  const { data } = rms(new Float32Array(4096).fill(-0.5), { hopLength: 2048 });
  expect(data).toEqual(Float32Array.of(0.5 * Math.SQRT1_2, 0.5, 0.5 * Math.SQRT1_2));
});

test.each([512, 500, 3])("a hop of %i samples", (hopLength) => {
  const samples = signalOf("speech", 33_075);
  const options = { frameLength: 1000, hopLength, center: false };
  for (const [f, level] of rms(samples, options).data.entries()) {
    const frame = samples.subarray(f * hopLength, f * hopLength + 1000);
    const power = frame.reduce((sum, sample) => sum + sample * sample, 0) / 1000;
    expect(level).toBeCloseTo(Math.sqrt(power), 6);
  }
});

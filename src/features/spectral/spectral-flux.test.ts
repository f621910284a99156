import { expect, test } from "vitest";
import { signalOf } from "../parity.fixture.ts";
import { spectralFlux } from "./spectral-flux.ts";
import { magnitude, stft } from "../../signal/stft.ts";

test("each frame's flux is its distance from the one before it", () => {
  const data = Float32Array.of(1, 2, 4, 6, 4, 6, 0, 3);
  expect(spectralFlux({ data, count: 4, width: 2 })).toEqual({
    data: Float32Array.of(0, 5, 0, 5),
    count: 4,
    width: 1,
  });
});

test("no frames and one have no flux", () => {
  expect(spectralFlux({ data: new Float32Array(0), count: 0, width: 3 }).data).toHaveLength(0);
  expect([...spectralFlux({ data: Float32Array.of(1, 2, 3), count: 1, width: 3 }).data]).toEqual([
    0,
  ]);
});

// by essentia.standard.Flux 2.1b6 of librosa's magnitudes
test.each([
  [1, 26.105013],
  [20, 8.6728592],
  [40, 29.855954],
  [64, 17.218906],
])("frame %i of speech has Essentia's flux", (frame, value) => {
  const { data } = spectralFlux(magnitude(stft(signalOf("speech", 33_075))));
  expect(data[frame]).toBeCloseTo(value, 4);
});

test("values that are not finite are refused", () => {
  expect(() => spectralFlux({ data: Float32Array.of(1, NaN), count: 2, width: 1 })).toThrowError(
    "spectralFlux: its values are not finite numbers",
  );
});

import { expect, test } from "vitest";
import { kernels } from "../../math/kernels.ts";
import { Random } from "../../math/statistics/random.ts";
import { constantQ } from "../../signal/cqt.ts";
import { frameBlocks, type Frames } from "../../signal/frames.ts";
import { harmonic, hpss } from "../../signal/hpss.ts";
import { istft } from "../../signal/istft.ts";
import { stft, stftMagnitudes } from "../../signal/stft.ts";
import { chromaStft } from "../spectral/chroma-stft.ts";
import { spectralCentroid } from "../spectral/centroid.ts";
import { spectralContrast } from "../spectral/contrast.ts";
import { melSpectrogram } from "../spectral/mel.ts";
import { statisticsOverTime } from "../statistics.ts";
import { featureSet } from "./sets.ts";
import { clipValues } from "./vector.ts";

const sampleRate = 22_050;

/** A tone in noise whose levels change, with silence at both ends. */
function recording(seconds: number): Float32Array {
  const random = new Random(seconds);
  const length = seconds * sampleRate;
  const silence = sampleRate / 2;
  return Float32Array.from({ length }, (_, i) => {
    if (i < silence || i >= length - silence) return 0;
    const level = 0.1 + 0.1 * Math.sin(i / 20_000);
    return level * Math.sin(i / 11) + 0.02 * (random.uniform() - 0.5);
  });
}

test("a long clip has the features of its whole spectrogram, bit by bit", () => {
  const samples = recording(120);
  const statistics = ["mean"] as const;
  const set = featureSet({
    name: "long",
    statistics,
    descriptors: [
      { name: "melSpectrogram" },
      { name: "chromaStft" },
      { name: "spectralContrast" },
      { name: "spectralCentroid" },
    ],
  });
  const magnitudes = stftMagnitudes(samples);
  expect(frameBlocks(magnitudes.count, magnitudes.width).length).toBeGreaterThan(5);
  const parts = [melSpectrogram, chromaStft, spectralContrast, spectralCentroid].map((compute) =>
    compute(magnitudes, { sampleRate }),
  );
  const means = parts.flatMap((part) => [...statisticsOverTime(part, { statistics })]);
  expect(clipValues(samples, { set })).toEqual(Float32Array.from(means));
});

test("the harmonic part is that of the whole spectrogram, bit by bit", () => {
  const samples = recording(40);
  const transform = stft(samples);
  const { data: shares } = hpss(stftMagnitudes(samples), { mask: true }).harmonic;
  const data = transform.data.map((value, i) => value * shares[i >> 1]!);
  const whole = istft({ ...transform, data }, { length: samples.length });
  expect(harmonic(samples)).toEqual(whole);
});

test("a long signal's constant-Q transform is that of the whole, bit by bit", () => {
  const samples = recording(40);
  // padding other than by zeros takes the whole signal at once
  const [blocks, whole] = (["constant", "edge"] as const).map((padMode) =>
    constantQ(samples, { sampleRate, padMode }),
  );
  const { count, width } = blocks!;
  expect(count).toBe(1 + Math.floor(samples.length / 512));
  const inside = ({ data }: Frames): Float32Array =>
    data.subarray(100 * width, (count - 100) * width);
  expect(inside(blocks!)).toEqual(inside(whole!));
});

test("the kernels' memory does not grow with the length of a clip", () => {
  const megabytes = (): number => kernels().call.memory.buffer.byteLength / 1e6;
  const set = featureSet("classic");
  clipValues(recording(100), { set });
  const before = megabytes();
  expect(before).toBeLessThan(32);
  clipValues(recording(160), { set });
  expect(megabytes()).toBe(before);
});

import { describe, expect, test } from "vitest";
import golden from "./resample.golden.json" with { type: "json" };
import { kernels } from "../../math/kernels.ts";
import { Random } from "../../math/statistics/random.ts";
import { resample, Resampler } from "./resample.ts";

type Signal = (n: number, sampleRate: number) => number;

const sine = (frequency: number, n: number, sampleRate: number): number =>
  Math.sin((2 * Math.PI * frequency * n) / sampleRate);

const tones: Signal = (n, sr) =>
  0.3 * sine(200, n, sr) + 0.2 * sine(1500, n, sr) + 0.1 * sine(4000, n, sr);

function noise(): Signal {
  let state = 1;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return 0.3 * (state / 2 ** 31 - 1);
  };
}

/** Half the rate with the energy kept. */
function halved(samples: Float32Array): Float32Array {
  const resampler = new Resampler({ from: 2, to: 1, gain: Math.SQRT2 });
  return Float32Array.of(...resampler.push(samples), ...resampler.flush());
}

/** The input of a golden as its text describes it. */
function goldenInput(name: string, sampleRate: number): Float32Array {
  const signal = name === "tones" ? tones : noise();
  return Float32Array.from({ length: 6000 }, (_, n) => signal(n, sampleRate));
}

describe.each(golden.cases)(
  "$signal, $sourceRate to $targetRate Hz, as soxr's HQ preset",
  ({ signal, sourceRate, targetRate, scale, ...expected }) => {
    const input = goldenInput(signal, sourceRate);
    const output = scale ? halved(input) : resample(input, { from: sourceRate, to: targetRate });
    const largest = (values: readonly number[], at: number): number =>
      Math.max(...values.map((value, i) => Math.abs(output[at + i]! - value)));

    test("length", () => {
      expect(output).toHaveLength(expected.length);
    });

    // of noise, a little lies in the filters' slopes, which differ
    const tolerance = signal === "tones" ? 1e-6 : 5e-4;
    test("samples of the middle", () => {
      expect(largest(expected.values, expected.start)).toBeLessThan(tolerance);
    });

    // librosa's last sample is a 0 where soxr rounds the length down. Its first ones depend on the start of soxr's interpolation
    test("samples at the edges", () => {
      const { head, tail, length } = expected;
      const heard = tail.at(-1) === 0 ? tail.slice(0, -1) : tail;
      expect(largest(head.slice(6), 6)).toBeLessThan(5e-4);
      expect(largest(head, 0)).toBeLessThan(0.01);
      expect(largest(heard, length - tail.length)).toBeLessThan(5e-4);
    });
  },
);

const PAIRS: readonly [from: number, to: number][] = [
  [48_000, 22_050],
  [44_100, 22_050],
  [44_100, 48_000],
  [48_000, 44_100],
  [16_000, 22_050],
  [24_414, 16_000],
  [11_025, 16_001],
  [47_999, 22_051],
  [8000, 22_050],
  [96_000, 22_050],
  [192_000, 22_050],
  [22_050, 16_000],
  [11_025, 48_000],
];

/** The samples between the edges of a resampled sine of amplitude 1, and the number of the first. */
function middleOf(frequency: number, from: number, to: number): [Float32Array, number] {
  const length = Math.ceil(from / 4);
  const input = Float32Array.from({ length }, (_, n) => sine(frequency, n, from));
  const output = resample(input, { from, to });
  const edge = Math.ceil((100 * to) / Math.min(from, to));
  return [output.subarray(edge, output.length - edge), edge];
}

/** The amplitude of a sine in samples, and the largest of what is left without it. */
function fitSine(
  samples: Float32Array,
  first: number,
  frequency: number,
  sampleRate: number,
): { amplitude: number; rest: number } {
  const s = samples.map((_, i) => sine(frequency, first + i, sampleRate));
  const c = samples.map((_, i) => Math.cos((2 * Math.PI * frequency * (first + i)) / sampleRate));
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((t, x, i) => t + x * b[i]!, 0);
  const [ss, sc, cc, ys, yc] = [dot(s, s), dot(s, c), dot(c, c), dot(samples, s), dot(samples, c)];
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  const rest = samples.map((y, i) => Math.abs(y - a * s[i]! - b * c[i]!));
  return { amplitude: Math.hypot(a, b), rest: Math.max(...rest) };
}

const decibels = (amplitude: number): number => 20 * Math.log10(amplitude);

describe.each(PAIRS)("sines from %i to %i Hz", (from, to) => {
  const lower = Math.min(from, to);

  test("pass unchanged, in level and in time, to 0.45 of the lower rate", () => {
    for (const part of [0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.43, 0.45]) {
      const [samples, first] = middleOf(part * lower, from, to);
      const { amplitude } = fitSine(samples, first, part * lower, to);
      expect(Math.abs(decibels(amplitude)), `${part}`).toBeLessThan(0.1);
      const error = samples.map((y, i) => Math.abs(y - sine(part * lower, first + i, to)));
      expect(Math.max(...error), `${part}`).toBeLessThan(1e-5);
    }
  });

  test("leave no image over -100 dB", () => {
    for (const part of [0.002, 0.03, 0.11, 0.23, 0.37, 0.44, 0.46, 0.47, 0.48, 0.49, 0.4995]) {
      const [samples, first] = middleOf(part * lower, from, to);
      expect(decibels(fitSine(samples, first, part * lower, to).rest), `${part}`).toBeLessThan(
        -100,
      );
    }
  });
});

test.each(PAIRS.filter(([from, to]) => from > to))(
  "sines from %i to %i Hz leave no alias over -100 dB",
  (from, to) => {
    for (const part of [0, 0.001, 0.02, 0.05, 0.2, 0.4, 0.6, 0.8, 0.97]) {
      const frequency = to / 2 + 1 + part * (from / 2 - to / 2);
      const [samples] = middleOf(frequency, from, to);
      expect(decibels(Math.max(...samples.map(Math.abs))), `${frequency} Hz`).toBeLessThan(-100);
    }
  },
);

test.each([
  [0, 0],
  [1, 1],
  [2, 1],
  [100, 46],
  [48_000, 22_050],
  [48_001, 22_051],
])("%i samples at 48 kHz make %i at 22.05 kHz", (length, expected) => {
  const output = resample(new Float32Array(length).fill(0.5), { from: 48_000, to: 22_050 });
  expect(output).toHaveLength(expected);
  expect(output.every(Number.isFinite)).toBe(true);
});

test.each(PAIRS)(
  "silence from %i to %i Hz stays silence, of ceil(n * to / from) samples",
  (from, to) => {
    for (const length of [1, 2, 3, 99, 100, 777, 4097]) {
      const output = resample(new Float32Array(length), { from, to });
      expect(output).toHaveLength(Math.ceil((length * to) / from));
      expect(output.every((sample) => sample === 0)).toBe(true);
    }
  },
);

test.each([
  [48_000, 22_050],
  [16_000, 22_050],
  [44_100, 22_050],
])("two million samples from %i to %i Hz without a click", (from, to) => {
  const input = Float32Array.from({ length: 2_000_000 }, (_, n) => sine(997, n, from));
  const output = resample(input, { from, to });
  let largest = 0;
  for (let m = 200; m < output.length - 200; m++) {
    largest = Math.max(largest, Math.abs(output[m]! - sine(997, m, to)));
  }
  expect(output).toHaveLength(Math.ceil((2_000_000 * to) / from));
  expect(largest).toBeLessThan(1e-5);
});

describe.each(PAIRS)("blocks from %i to %i Hz", (from, to) => {
  const random = new Random(from);
  const input = Float32Array.from({ length: 60_001 }, () => random.uniform() - 0.5);

  test.each([1, 100, 7000, 50_000])("of up to %i samples give the samples of the whole", (most) => {
    const lengths = new Random(most);
    const resampler = new Resampler({ from, to });
    const output: number[] = [];
    const length = most === 1 ? 3000 : input.length;
    for (let at = 0; at < length;) {
      const end = Math.min(length, at + 1 + Math.floor(lengths.uniform() * most));
      output.push(...resampler.push(input.subarray(at, end)));
      at = end;
    }
    output.push(...resampler.flush());
    expect(Float32Array.from(output)).toEqual(resample(input.subarray(0, length), { from, to }));
  });
});

test("blocks at equal rates are given as they are", () => {
  const resampler = new Resampler({ from: 16_000, to: 16_000 });
  const block = Float32Array.of(0.1, -0.2, 0.3);
  expect(resampler.push(block)).toBe(block);
  expect(resampler.flush()).toHaveLength(0);
});

test("a block may be overwritten once it is taken", () => {
  const resampler = new Resampler({ from: 48_000, to: 22_050 });
  const block = new Float32Array(5000).fill(0.25);
  const output = [...resampler.push(block)];
  block.fill(9);
  output.push(...resampler.flush());
  expect(output).toEqual([
    ...resample(new Float32Array(5000).fill(0.25), { from: 48_000, to: 22_050 }),
  ]);
});

test("the kernels' memory does not grow with the length of a recording", () => {
  const memory = (): number => kernels().call.memory.buffer.byteLength;
  resample(new Float32Array(200_000), { from: 24_414, to: 16_000 });
  const before = memory();
  resample(new Float32Array(5_000_000), { from: 24_414, to: 16_000 });
  expect(memory()).toBe(before);
});

test("half the rate keeps the energy, rounding the number of samples up", () => {
  const input = Float32Array.from({ length: 4001 }, (_, n) => sine(500, n, 22_050));
  const output = halved(input);
  const energy = (samples: Float32Array): number =>
    samples.reduce((sum, sample) => sum + sample * sample, 0);
  expect(output).toHaveLength(2001);
  expect(energy(output) / energy(input)).toBeCloseTo(1, 2);
});

test("the input is neither changed nor, at equal rates, copied", () => {
  const input = Float32Array.of(0.1, -0.2, 0.3);
  expect(resample(input, { from: 16_000, to: 16_000 })).toBe(input);
  resample(input, { from: 16_000, to: 8000 });
  expect(input).toEqual(Float32Array.of(0.1, -0.2, 0.3));
});

test.each([
  [22_050.5, 16_000],
  [16_000, 0],
  [-8000, 16_000],
  [NaN, 16_000],
  [Infinity, 16_000],
])("rates of %d and %d Hz are refused", (from, to) => {
  const [name, rate] = Number.isInteger(from) && from > 0 ? ["to", to] : ["from", from];
  const refusal = expect.objectContaining({
    code: "invalid-argument",
    message: `resample: ${name} must be an integer from 1, got ${rate}`,
  });
  expect(() => resample(new Float32Array(10), { from, to })).toThrowError(refusal);
  expect(() => new Resampler({ from, to })).toThrowError(refusal);
});

import { describe, expect, test } from "vitest";
import { Random } from "../math/statistics/random.ts";
import { completeSpecAugment, specAugment, type SpecAugmentSettings } from "./spec-augment.ts";

const [FRAMES, WIDTH, PADDING] = [200, 64, 20];

/** The masked columns and frames of a sequence of ones, followed by twos as padding. */
function masks(
  settings: SpecAugmentSettings,
  seed: number,
): { columns: number[]; frames: number[]; data: Float32Array } {
  const data = new Float32Array((FRAMES + PADDING) * WIDTH).fill(1).fill(2, FRAMES * WIDTH);
  specAugment(
    { data, count: FRAMES, width: WIDTH },
    completeSpecAugment(settings),
    new Random(seed),
  );
  const at = (frame: number, column: number): number => data[frame * WIDTH + column]!;
  const all = (length: number): number[] => Array.from({ length }, (_, i) => i);
  return {
    columns: all(WIDTH).filter((column) => all(FRAMES).every((frame) => at(frame, column) === 0)),
    frames: all(FRAMES).filter((frame) => all(WIDTH).every((column) => at(frame, column) === 0)),
    data,
  };
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const NO_TIME = { timeMasks: 0 };
const NO_FREQUENCY = { frequencyMasks: 0 };

function isOneStretch(indices: readonly number[]): boolean {
  return indices.every((index, i) => i === 0 || index === indices[i - 1]! + 1);
}

describe("one mask of each kind", () => {
  test.each([
    ["columns", { ...NO_TIME, frequencyMasks: 1, frequencyMaskWidth: 10 }, 10],
    ["columns", { ...NO_TIME, frequencyMasks: 1, frequencyMaskWidth: 500 }, WIDTH],
    ["frames", { ...NO_FREQUENCY, timeMasks: 1, timeMaskFrames: 15 }, 15],
    ["frames", { ...NO_FREQUENCY, timeMasks: 1, timeMaskFrames: 150, timeMaskShare: 0.1 }, 20],
  ] as const)(
    "%s, %j: one stretch of 0 to %d, every width and place",
    (kind, settings, longest) => {
      const drawn = SEEDS.map((seed) => masks(settings, seed)[kind]);
      const widths = drawn.map(({ length }) => length);
      expect(drawn.every(isOneStretch)).toBe(true);
      expect(Math.max(...widths)).toBeLessThanOrEqual(longest);
      expect(Math.max(...widths)).toBeGreaterThan(0.8 * longest);
      expect(Math.min(...widths)).toBeLessThan(0.2 * longest);
      expect(new Set(drawn.map(([first]) => first)).size).toBeGreaterThan(5);
    },
  );
});

test("nothing but whole columns and frames is masked, and the padding is left alone", () => {
  const { columns, frames, data } = masks({}, 3);
  expect(columns.length).toBeGreaterThan(0);
  expect(frames.length).toBeGreaterThan(0);
  const wanted = data.map((_, i) => {
    const [frame, column] = [Math.floor(i / WIDTH), i % WIDTH];
    if (frame >= FRAMES) return 2;
    return Number(!columns.includes(column) && !frames.includes(frame));
  });
  expect(data).toEqual(wanted);
});

test("two masks hide more than one on average", () => {
  const mean = (timeMasks: number): number =>
    SEEDS.reduce(
      (sum, seed) => sum + masks({ ...NO_FREQUENCY, timeMasks }, seed).frames.length,
      0,
    ) / SEEDS.length;
  expect(mean(2)).toBeGreaterThan(1.5 * mean(1));
});

test("the same seed gives the same masks, another one others", () => {
  expect(masks({}, 4).data).toEqual(masks({}, 4).data);
  expect(masks({}, 4).data).not.toEqual(masks({}, 5).data);
});

test.each([
  ["no frame", 0],
  ["one frame", 1],
])("%s", (_, count) => {
  const data = new Float32Array(count * 3).fill(1);
  const whole = completeSpecAugment({ timeMaskShare: 1 });
  for (const seed of SEEDS) specAugment({ data, count, width: 3 }, whole, new Random(seed));
  expect(data).toEqual(new Float32Array(count * 3));
});

test.each([
  [{ timeMasks: -1 }, "specAugment: timeMasks must be an integer in [0, 1000], got -1"],
  [
    { frequencyMaskWidth: 1.5 },
    "specAugment: frequencyMaskWidth must be an integer from 0, got 1.5",
  ],
  [{ timeMaskShare: 0 }, "specAugment: timeMaskShare must be a number in (0, 1], got 0"],
  [
    { masks: 2 } as never,
    "specAugment: has no option masks; it takes frequencyMasks, frequencyMaskWidth, timeMasks, timeMaskFrames, timeMaskShare",
  ],
])("%j is refused", (settings, message) => {
  expect(() => completeSpecAugment(settings)).toThrow(message);
});

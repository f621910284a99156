import { describe, expect, test } from "vitest";
import { Random } from "../math/statistics/random.ts";
import { fansOf, fill, type Initializer } from "./initializers.ts";
import type { Shape } from "./shape.ts";

const COUNT = 20_000;
const draw = (initializer: Initializer, count = COUNT, shape: Shape = [count]): Float32Array => {
  const values = new Float32Array(count);
  fill(values, initializer, { shape, fanIn: 30, fanOut: 10 }, new Random(3));
  return values;
};

/** Standard deviation and largest absolute value, by Keras' formulas with fans of 30 and 10. */
const root = Math.sqrt;
const TRUNCATED = 2 / 0.87962566;

describe("values spread as Keras' do", () => {
  test.each<readonly [Initializer, number, number]>([
    [{ name: "glorotUniform" }, root(2 / 40), root(6 / 40)],
    [{ name: "glorotNormal" }, root(2 / 40), TRUNCATED * root(2 / 40)],
    [{ name: "heUniform" }, root(2 / 30), root(6 / 30)],
    [{ name: "heNormal" }, root(2 / 30), TRUNCATED * root(2 / 30)],
    [{ name: "lecunUniform" }, root(1 / 30), root(3 / 30)],
    [{ name: "lecunNormal" }, root(1 / 30), TRUNCATED * root(1 / 30)],
    [{ name: "varianceScaling", scale: 3, mode: "fanOut" }, root(0.3), TRUNCATED * root(0.3)],
    [{ name: "randomUniform" }, 0.05 / root(3), 0.05],
    [{ name: "randomNormal", stddev: 0.5 }, 0.5, Infinity],
    [{ name: "truncatedNormal" }, 0.05 * 0.87962566, 0.1],
  ])("%j", (initializer, deviation, limit) => {
    const values = draw(initializer);
    const mean = values.reduce((sum, value) => sum + value) / COUNT;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / COUNT;
    const largest = Math.max(...values.map(Math.abs));
    expect(Math.abs(mean)).toBeLessThan((4 * deviation) / root(COUNT));
    expect(Math.abs(root(variance) / deviation - 1)).toBeLessThan(4 / root(COUNT));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(Math.min(0.98 * limit, 3 * deviation));
  });
});

test("constants", () => {
  const sample = (initializer: Initializer): number => draw(initializer, 1)[0]!;
  expect(sample({ name: "zeros" })).toBe(0);
  expect(sample({ name: "ones" })).toBe(1);
  expect(sample({ name: "constant", value: 0.5 })).toBe(0.5);
  expect(sample({ name: "randomUniform", minval: 2, maxval: 2 })).toBe(2);
  expect(sample({ name: "randomNormal", mean: 4, stddev: 0 })).toBe(4);
});

test.each([
  [4, 10],
  [10, 4],
  [3, 3],
])("the shorter side of an orthogonal matrix of %i × %i is orthonormal", (rows, columns) => {
  const values = draw({ name: "orthogonal", gain: 2 }, rows * columns, [rows, columns]);
  const vectors = Array.from({ length: Math.min(rows, columns) }, (_, i) =>
    Array.from({ length: Math.max(rows, columns) }, (_, k) =>
      rows < columns ? values[i * columns + k]! : values[k * columns + i]!,
    ),
  );
  for (const [i, a] of vectors.entries()) {
    for (const [j, b] of vectors.entries()) {
      const product = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
      expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
    }
  }
});

test.each([
  [[30, 10], 30, 10],
  [[5, 4, 8], 20, 40],
  [[3, 2, 4, 8], 24, 48],
  [[3, 3, 4, 2], 36, 18], // of a depthwise convolution
] as const)("a kernel %o has the fans that Keras counts", (shape, fanIn, fanOut) => {
  expect(fansOf(shape)).toEqual({ fanIn, fanOut });
});

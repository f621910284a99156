import { expect, test } from "vitest";
import { fftPlan, spectrumOf } from "./fft.ts";
import { Random } from "../statistics/random.ts";

type Complex = readonly [re: number, im: number];

/** The discrete Fourier transform by its definition. */
function naiveDft(points: readonly Complex[]): Complex[] {
  const n = points.length;
  const roots = points.map((_, i): Complex => {
    const angle = (-2 * Math.PI * i) / n;
    return [Math.cos(angle), Math.sin(angle)];
  });
  return points.map((_, k) => {
    let re = 0;
    let im = 0;
    for (let i = 0, at = 0; i < n; i++, at = (at + k) % n) {
      const [a, b] = points[i]!;
      const [c, d] = roots[at]!;
      re += a * c - b * d;
      im += a * d + b * c;
    }
    return [re, im];
  });
}

test.each([
  1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 30, 32, 58, 64, 91, 100, 128, 200, 240, 256, 441,
  512, 551, 588, 768, 1001, 1024, 1280, 2048,
])("the transform of %i random points is a naive one's", (n) => {
  const random = new Random(n);
  const points = Array.from({ length: n }, (): Complex => [
    random.uniform() - 0.5,
    random.uniform() - 0.5,
  ]);
  const expected = naiveDft(points);
  const [re, im] = spectrumOf(
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
  );
  const error = expected.map(([x, y], i) => Math.hypot(re[i]! - x, im[i]! - y));
  expect(Math.max(...error)).toBeLessThan(1e-14 * n);
});

test.each([0, 1, 3, 2.5, -2, NaN, 2 ** 21 + 2])("no plan for %d samples", (n) => {
  const message = `fft: n must be an even integer in [2, 2097152], got ${n}`;
  expect(() => fftPlan(n, "float64")).toThrowError(message);
});

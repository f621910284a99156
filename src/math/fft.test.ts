import { expect, test } from "vitest";
import { fftPlan, isPowerOfTwo } from "./fft.ts";
import { kernels } from "./kernels.ts";
import { Random } from "./random.ts";

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

/** Both signals' transforms by the kernel, which takes two at once. */
function kernelDft(signals: readonly (readonly Complex[])[]): Complex[][] {
  const n = signals[0]!.length;
  const [twiddles, order] = fftPlan(2 * n);
  const k = kernels();
  return k.scratch(() => {
    const data = k.allocate(n * 32);
    const view = k.float64(data, n * 4);
    for (const [s, points] of signals.entries()) {
      for (const [i, [re, im]] of points.entries()) {
        view[i * 4 + s] = re;
        view[i * 4 + 2 + s] = im;
      }
    }
    k.call.complexFft64(data, n, twiddles);
    const places = [...k.uint32(order, n)].map((offset) => offset / 8);
    return signals.map((_, s) => places.map((at): Complex => [view[at + s]!, view[at + 2 + s]!]));
  });
}

test.each([4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096])(
  "the transform of two signals of %i random points is a naive one's",
  (n) => {
    const random = new Random(n);
    const signals = [0, 1].map(() =>
      Array.from({ length: n }, (): Complex => [random.uniform() - 0.5, random.uniform() - 0.5]),
    );
    const results = kernelDft(signals);
    for (const [s, points] of signals.entries()) {
      const expected = naiveDft(points);
      const error = results[s]!.map(([re, im], i) =>
        Math.hypot(re - expected[i]![0], im - expected[i]![1]),
      );
      expect(Math.max(...error)).toBeLessThan(1e-14 * n);
    }
  },
);

test.each([0, 4, 12, 1000, 2.5, 2 ** 21])("no plan for %d points", (n) => {
  expect(() => fftPlan(n)).toThrowError(`fft: n must be a power of two in [8, 1048576], got ${n}`);
});

test("powers of two are told from other numbers", () => {
  expect([1, 2, 1024, 2 ** 40].every(isPowerOfTwo)).toBe(true);
  expect([0, -2, 3, 0.5, 1.5, NaN, Infinity].some(isPowerOfTwo)).toBe(false);
});

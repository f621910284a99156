import { expect, test } from "vitest";
import { cyclicConvolution, cyclicProducts } from "./cyclic-convolution.ts";
import { Random } from "../statistics/random.ts";

test.each([1, 2, 3, 4, 5, 8, 13, 47])(
  "a period of %i gives what the definition gives",
  (period) => {
    const random = new Random(period);
    const all = Array.from({ length: period }, (_, i) => i);
    const [x, w] = [all, all].map((one) => one.map(() => random.uniform() - 0.5)) as [
      number[],
      number[],
    ];
    const matrices = cyclicConvolution(period, { in: all, kernel: all, out: all });
    expect(matrices.out).toHaveLength(cyclicProducts(period));
    const product = apply(matrices.in, x).map((value, i) => value * apply(matrices.kernel, w)[i]!);
    for (const q of all) {
      const wanted = all.reduce((sum, t) => sum + x[t]! * w[(q - t + period) % period]!, 0);
      const found = product.reduce((sum, value, i) => sum + value * matrices.out[i]![q]!, 0);
      expect(found).toBeCloseTo(wanted, 12);
    }
  },
);

test("positions may lie anywhere around the period", () => {
  const matrices = cyclicConvolution(7, { in: [0, 2], kernel: [-3, 9], out: [-1, 5, 20] });
  const product = apply(matrices.in, [2, 3]).map(
    (value, i) => value * apply(matrices.kernel, [5, 7])[i]!,
  );
  // of 0 + 4, 0 + 2, 2 + 4 and 2 + 2 modulo 7
  const wanted = [3 * 5, 0, 3 * 5];
  for (const [i, value] of wanted.entries()) {
    expect(product.reduce((sum, one, j) => sum + one * matrices.out[j]![i]!, 0)).toBeCloseTo(
      value,
      12,
    );
  }
});

function apply(matrix: readonly (readonly number[])[], values: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, i) => sum + value * values[i]!, 0));
}

import type { Symmetric } from "../../math/linear-algebra/cholesky.ts";
import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";
import type { Moments } from "../../math/statistics/moments.ts";

/**
 * The covariance of rows, whose moments are given, shrunk towards equal variances of standardised columns by the share that Ledoit and Wolf
 * 2004 (https://doi.org/10.1016/S0047-259X(03)00096-4, lemma 3.4) estimate to be best: scikit-learn's `ledoit_wolf` between a
 * `StandardScaler` and its inverse. Its lower triangle.
 */
export function shrunkCovariance(rows: Matrix, { mean, scatter }: Moments): Symmetric {
  const { size } = scatter;
  const covariance = scatter.data.map((value) => value / rows.rows);
  const deviation = Float64Array.from(mean, (_, c) => Math.sqrt(covariance[c * size + c]!) || 1);
  let [squares, trace] = [0, 0]; // of the correlations: Σ all², Σ diagonal
  for (let r = 0; r < size; r++) {
    for (let c = 0; c <= r; c++) {
      const correlation = covariance[r * size + c]! / (deviation[r]! * deviation[c]!);
      squares += (r === c ? 1 : 2) * correlation ** 2;
      if (r === c) trace += correlation;
    }
  }
  const level = trace / size;
  const distance = (squares - 2 * level * trace + size * level ** 2) / size;
  const error = (fourthMoment(rows, mean, deviation) - squares) / (size * rows.rows);
  const share = error > 0 && distance > 0 ? Math.min(error / distance, 1) : 0;
  for (let r = 0; r < size; r++) {
    for (let c = 0; c <= r; c++) covariance[r * size + c]! *= 1 - share;
    covariance[r * size + r]! += share * level * deviation[r]! ** 2;
  }
  return { data: covariance, size };
}

/** The mean over rows of |z|⁴, z being the standardised row. */
function fourthMoment(matrix: Matrix, mean: Float64Array, deviation: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    let squared = 0;
    for (const [c, value] of rowOf(matrix, row).entries()) {
      squared += ((value - mean[c]!) / deviation[c]!) ** 2;
    }
    sum += squared ** 2;
  }
  return sum / matrix.rows;
}

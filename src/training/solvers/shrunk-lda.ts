import { AffektError } from "../../errors.ts";
import { solvePositive } from "../../math/linear-algebra/cholesky.ts";
import { dot } from "../../math/linear-algebra/dot.ts";
import { gramOfRows } from "../../math/linear-algebra/gram.ts";
import { type Matrix, rowOf, transposed } from "../../math/linear-algebra/matrix.ts";

/** Rows of classes around their means, each row weighted by the square root of its share in the covariance. */
export interface ScatteredRows {
  readonly deviations: Matrix;
  /** The classes' means. */
  readonly means: readonly Float64Array[];
}

/**
 * Solves Σ x = μ for each class' mean μ, where Σ = (1 - s) Sw + s m I is the covariance within classes Sw, shrunk by the share s towards the mean
 * variance m: scikit-learn's `LinearDiscriminantAnalysis(solver="lsqr", shrinkage=s)`. With fewer rows than columns it is solved among the
 * rows (Woodbury), which is the same and cheaper.
 * @throws {AffektError} `bad-data` where no class varies.
 */
export function solveShrunk(
  { deviations, means }: ScatteredRows,
  shrinkage: number,
): readonly Float64Array[] | undefined {
  const { rows, columns, data } = deviations;
  const total = data.reduce((sum, value) => sum + value * value, 0);
  const level = (shrinkage * total) / columns;
  const share = 1 - shrinkage;
  if (level === 0) {
    if (total === 0) throw new AffektError("bad-data", "lda: no class varies");
    return solveDense(deviations, means, share, 0);
  }
  if (rows >= columns) return solveDense(deviations, means, share, level);
  const inner = gramOfRows(deviations);
  for (let i = 0; i < inner.data.length; i++) inner.data[i]! *= share;
  for (let r = 0; r < rows; r++) inner.data[r * rows + r]! += level;
  const sides = means.map((mean) =>
    Float64Array.from({ length: rows }, (_, r) => share * dot(rowOf(deviations, r), mean)),
  );
  const solved = solvePositive(inner, sides);
  return solved?.map((weights, k) => {
    const x = Float64Array.from(means[k]!);
    for (let r = 0; r < rows; r++) {
      const row = rowOf(deviations, r);
      for (let c = 0; c < columns; c++) x[c]! -= weights[r]! * row[c]!;
    }
    return x.map((value) => value / level);
  });
}

function solveDense(
  deviations: Matrix,
  means: readonly Float64Array[],
  share: number,
  level: number,
): readonly Float64Array[] | undefined {
  const covariance = gramOfRows(transposed(deviations));
  const { data, size } = covariance;
  for (let i = 0; i < data.length; i++) data[i]! *= share;
  for (let c = 0; c < size; c++) data[c * size + c]! += level;
  return solvePositive(covariance, means);
}

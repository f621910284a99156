/** A symmetric matrix [size, size], row-major. Only its lower triangle is read. */
export interface Symmetric {
  readonly data: Float64Array;
  readonly size: number;
}

/**
 * Solves `matrix · x = b` for each b of `sides` by the Cholesky decomposition of a positive definite matrix. Returns undefined if the
 * matrix is singular to within rounding.
 */
export function solvePositive(
  matrix: Symmetric,
  sides: readonly Float64Array[],
): Float64Array[] | undefined {
  const factor = decompose(matrix);
  return factor && sides.map((side) => backward(factor, forward(factor, side)));
}

/** The lower triangle L of L · Lᵀ. */
function decompose({ data, size }: Symmetric): Symmetric | undefined {
  const factor = Float64Array.from(data);
  for (let r = 0; r < size; r++) {
    const row = factor.subarray(r * size, (r + 1) * size);
    for (let c = 0; c <= r; c++) {
      const other = factor.subarray(c * size, (c + 1) * size);
      let rest = row[c]!;
      for (let i = 0; i < c; i++) rest -= row[i]! * other[i]!;
      if (c < r) row[c] = rest / other[c]!;
      else if (rest > size * Number.EPSILON * data[r * size + r]!) row[r] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return { data: factor, size };
}

function forward({ data, size }: Symmetric, side: Float64Array): Float64Array {
  const x = Float64Array.from(side);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < r; c++) x[r]! -= data[r * size + c]! * x[c]!;
    x[r]! /= data[r * size + r]!;
  }
  return x;
}

function backward({ data, size }: Symmetric, side: Float64Array): Float64Array {
  const x = Float64Array.from(side);
  for (let r = size - 1; r >= 0; r--) {
    x[r]! /= data[r * size + r]!;
    for (let c = 0; c < r; c++) x[c]! -= data[r * size + c]! * x[r]!;
  }
  return x;
}

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

/** Rows that are decomposed together: each row above is then read once for all of them, and their sums do not wait for each other. */
const BLOCK = 4;

/** The lower triangle L of L · Lᵀ. */
function decompose({ data, size }: Symmetric): Symmetric | undefined {
  const factor = Float64Array.from(data);
  const rowAt = (r: number): Float64Array => factor.subarray(r * size, (r + 1) * size);
  const smallest = (r: number): number => size * Number.EPSILON * data[r * size + r]!;
  for (let start = 0; start < size; start += BLOCK) {
    const end = Math.min(start + BLOCK, size);
    if (end - start === BLOCK) decomposeLeft(factor, size, start);
    for (let r = start; r < end; r++) {
      const row = rowAt(r);
      for (let c = end - start === BLOCK ? start : 0; c <= r; c++) {
        const rest = restOf(row, rowAt(c), c);
        if (c < r) row[c] = rest / factor[c * size + c]!;
        else if (rest > smallest(r)) row[r] = Math.sqrt(rest);
        else return undefined;
      }
    }
  }
  return { data: factor, size };
}

function restOf(row: Float64Array, other: Float64Array, c: number): number {
  let rest = row[c]!;
  for (let i = 0; i < c; i++) rest -= row[i]! * other[i]!;
  return rest;
}

/** What lies left of a block of rows' own triangle. */
function decomposeLeft(factor: Float64Array, size: number, start: number): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((r) =>
    factor.subarray((start + r) * size, (start + r) * size + start),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let column = 0; column < start; column++) {
    const other = factor.subarray(column * size, column * size + column + 1);
    let restA = a[column]!;
    let restB = b[column]!;
    let restC = c[column]!;
    let restD = d[column]!;
    for (let i = 0; i < column; i++) {
      const value = other[i]!;
      restA -= a[i]! * value;
      restB -= b[i]! * value;
      restC -= c[i]! * value;
      restD -= d[i]! * value;
    }
    const pivot = other[column]!;
    a[column] = restA / pivot;
    b[column] = restB / pivot;
    c[column] = restC / pivot;
    d[column] = restD / pivot;
  }
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

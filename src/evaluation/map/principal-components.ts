import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";

/** Steps of the orthogonal iteration; it ends earlier where the variances no longer change. */
const MOST_STEPS = 300;
const TOLERANCE = 1e-12;
/** Components that are found beside the wanted ones, which converge sooner for it. */
const SPARE = 5;

/**
 * The coordinates of rows on the first principal components of their columns [rows, components], as scikit-learn's `PCA`, but for the
 * signs: the largest coordinate of each component is positive. By orthogonal iteration on the products of all pairs of rows, so that
 * columns may be many.
 */
export function principalComponents(
  { data, rows, columns }: Pick<Matrix, "rows" | "columns"> & { readonly data: Float64Array },
  wanted: number,
): Float64Array {
  const most = Math.min(columns, Math.max(0, rows - 1));
  const components = Math.min(wanted, most);
  const products = centredProducts(data, rows, columns);
  const random = new Random(0);
  let basis: Float64Array[] = Array.from({ length: Math.min(components + SPARE, most) }, () =>
    Float64Array.from({ length: rows }, () => random.normal()),
  );
  orthonormalize(basis);
  let before: Float64Array = new Float64Array(basis.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    basis = basis.map((vector) => multiply(products, vector));
    const variances = orthonormalize(basis);
    const largest = Math.max(...variances);
    const moved = variances.some((own, c) => Math.abs(own - before[c]!) > TOLERANCE * largest);
    before = variances;
    if (!moved) break;
  }
  const coordinates = new Float64Array(rows * components);
  for (const [c, vector] of basis.slice(0, components).entries()) {
    const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    const scale = Math.sign(largest) * Math.sqrt(Math.max(0, before[c]!));
    for (let row = 0; row < rows; row++) coordinates[row * components + c] = scale * vector[row]!;
  }
  return coordinates;
}

/** The products of all pairs of rows [rows, rows], after the columns' means are taken off. */
function centredProducts(data: Float64Array, rows: number, columns: number): Float64Array[] {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  const centred = data.map((value, i) => value - means[i % columns]!);
  const products = Array.from({ length: rows }, () => new Float64Array(rows));
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      const [first, second] = [a * columns, b * columns];
      for (let c = 0; c < columns; c++) sum += centred[first + c]! * centred[second + c]!;
      products[a]![b] = sum;
      products[b]![a] = sum;
    }
  }
  return products;
}

/** The product of a square matrix and a vector, four rows at once, so that their sums do not wait for each other. */
function multiply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  const size = vector.length;
  const product = new Float64Array(size);
  let r = 0;
  for (; r + 4 <= size; r += 4) {
    const [a, b, c, d] = matrix.slice(r, r + 4) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
    for (let i = 0; i < size; i++) {
      const value = vector[i]!;
      ofA += a[i]! * value;
      ofB += b[i]! * value;
      ofC += c[i]! * value;
      ofD += d[i]! * value;
    }
    product.set([ofA, ofB, ofC, ofD], r);
  }
  for (; r < size; r++) product[r] = dot(matrix[r]!, vector);
  return product;
}

/** Makes vectors orthonormal in place (Gram and Schmidt, twice against rounding); returns the lengths that they had left. */
function orthonormalize(vectors: readonly Float64Array[]): Float64Array {
  return Float64Array.from(vectors, (vector, v) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, v)) {
        const share = dot(vector, other);
        for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!;
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] = length === 0 ? 0 : vector[i]! / length;
    return length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

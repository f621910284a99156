import type { Symmetric } from "./cholesky.ts";
import { matmul, packMatrix } from "./matmul.ts";
import { type Matrix, transposed } from "./matrix.ts";

/** Rows of the product that are computed at once; what lies right of the diagonal within them is not used. */
const BLOCK = 120;

/** The products of all pairs of rows [rows, rows]: the lower triangle of X · Xᵀ, summed in float64 and rounded to float32. */
export function gramOfRows(X: Matrix): Symmetric {
  const { rows: size, columns } = X;
  const other = transposed(X);
  const data = new Float64Array(size * size);
  for (let start = 0; start < size; start += BLOCK) {
    const end = Math.min(size, start + BLOCK);
    // the columns of Xᵀ up to the block's last one
    const columnsUpTo = new Float32Array(columns * end);
    for (let c = 0; c < columns; c++) {
      columnsUpTo.set(other.data.subarray(c * size, c * size + end), c * end);
    }
    const packed = packMatrix(columnsUpTo, [columns, end], "float64");
    const products = matmul(X.data.subarray(start * columns, end * columns), packed);
    for (let row = start; row < end; row++) {
      data.set(products.subarray((row - start) * end, (row - start) * end + row + 1), row * size);
    }
  }
  return { data, size };
}

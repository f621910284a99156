import { kernels, type Precision } from "./kernels.ts";

/** A matrix [rows, columns] as a kernel takes its second factor: made by `packMatrix`. */
export interface PackedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Groups of 12 columns one after the other, each [rows, 12], zeros after the last column; in the precision in which products are summed. */
  readonly groups: Float32Array | Float64Array;
}

const GROUP = 12;

/** The matrix of the given values, for products that are summed in the given precision. */
export function packMatrix(
  [rows, columns]: readonly [rows: number, columns: number],
  precision: Precision,
  value: (row: number, column: number) => number,
): PackedMatrix {
  const size = rows * GROUP * Math.ceil(columns / GROUP);
  const groups = precision === "float64" ? new Float64Array(size) : new Float32Array(size);
  for (let c = 0; c < columns; c++) {
    const at = Math.floor(c / GROUP) * rows * GROUP + (c % GROUP);
    for (let r = 0; r < rows; r++) groups[at + r * GROUP] = value(r, c);
  }
  return { rows, columns, groups };
}

/** The matmul of a matrix [n, factor.rows] and a factor: [n, factor.columns]. */
export function matmul(a: Float32Array, { rows, columns, groups }: PackedMatrix): Float32Array {
  const n = a.length / rows;
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(a);
    const out = k.allocate(n * columns * 4);
    if (groups instanceof Float64Array) {
      k.call.multiply64(input, k.copyFloat64(groups), n, columns, rows, out);
    } else {
      k.call.multiply32(input, k.copyFloat32(groups), n, columns, rows, out);
    }
    return k.float32(out, n * columns).slice();
  });
}

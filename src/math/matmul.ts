import { kernels, type Precision } from "./kernels.ts";

/** A matrix [rows, columns] as the second factor of `matmul`. */
export interface PackedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Groups of 12 columns one after the other, each [rows, 12], with zeros after the last column. */
  readonly groups: Float32Array | Float64Array;
}

const GROUP = 12;

/** Packs a row-major matrix [rows, columns] for products that are summed in the given precision. */
export function packMatrix(
  values: ArrayLike<number>,
  [rows, columns]: readonly [rows: number, columns: number],
  precision: Precision,
): PackedMatrix {
  const size = rows * GROUP * Math.ceil(columns / GROUP);
  const groups = precision === "float64" ? new Float64Array(size) : new Float32Array(size);
  for (let r = 0, from = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, from++) {
      groups[(c - (c % GROUP)) * rows + r * GROUP + (c % GROUP)] = values[from]!;
    }
  }
  return { rows, columns, groups };
}

/** The matrix product of a [n, b.rows] and b: [n, b.columns]. */
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

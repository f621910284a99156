import { blocksOf } from "../blocks.ts";
import { kernels, type Precision } from "../kernels.ts";

/** A matrix [rows, columns] as the second factor of `matmul`. */
export interface PackedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Groups of 12 columns one after the other, each [rows, 12], with zeros after the last column. */
  readonly groups: Float32Array | Float64Array;
}

const GROUP = 12;

/** Values of either matrix that are in the kernels' memory at once. */
const BLOCK_VALUES = 1 << 20;

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
  const result = new Float32Array(n * columns);
  const most = Math.max(2, Math.floor(BLOCK_VALUES / Math.max(rows, columns)) & ~1);
  const k = kernels();
  k.scratch(() => {
    const isDouble = groups instanceof Float64Array;
    const factor = isDouble ? k.copyFloat64(groups) : k.copyFloat32(groups);
    const input = k.allocate(Math.min(n, most) * rows * 4);
    const out = k.allocate(Math.min(n, most) * columns * 4);
    for (const { first, end } of blocksOf(n, most)) {
      const part = a.subarray(first * rows, end * rows);
      k.float32(input, part.length).set(part);
      const sizes = [end - first, columns, rows] as const;
      if (isDouble) k.call.multiply64(input, factor, ...sizes, out);
      else k.call.multiply32(input, factor, ...sizes, out);
      result.set(k.float32(out, (end - first) * columns), first * columns);
    }
  });
  return result;
}

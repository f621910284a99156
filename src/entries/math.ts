/**
 * Matrices and seeded random numbers.
 *
 * @module affekt/math
 */

export {
  matrixFromRows,
  type Matrix,
  rowOf,
  type Rows,
  selectRows,
} from "../math/linear-algebra/matrix.ts";
export { Random } from "../math/statistics/random.ts";
export type { WindowFamily, WindowName, WindowSpec } from "../math/fourier/windows.ts";

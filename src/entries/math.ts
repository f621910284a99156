/**
 * Matrices and seeded random numbers.
 *
 * @module affekt/math
 */

export { matrixFromRows, type Matrix, rowOf, type Rows, selectRows } from "../math/matrix.ts";
export { Random } from "../math/random.ts";
export type { WindowFamily, WindowName, WindowSpec } from "../math/windows.ts";

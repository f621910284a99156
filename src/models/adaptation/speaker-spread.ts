import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";
import type { ClassShares, SpeakerAdaptation } from "./speaker-adaptation.ts";

/** So many clips say as much about a speaker's spread as the population does. */
const PRIOR_SPREAD_CLIPS = 20;

/**
 * The deviation of a speaker's rows over that of the population's [columns]: the variance over the one to expect of such classes, shrunk
 * towards 1 as an inverse gamma distribution's.
 */
export function speakerSpread(
  X: Matrix,
  { classMeans, within }: Pick<SpeakerAdaptation, "classMeans" | "within">,
  { shares, few }: ClassShares,
): Float32Array {
  const { rows, columns } = X;
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) means[c]! += value / rows;
  }
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) squares[c]! += (value - means[c]!) ** 2;
  }
  return Float32Array.from(squares, (sum, c) => {
    const expected = within[c]! + (1 - few) * varianceOf(classMeans, shares, c, columns);
    const ratio = expected > 0 ? sum / expected : rows - 1;
    return Math.sqrt((PRIOR_SPREAD_CLIPS + ratio) / (PRIOR_SPREAD_CLIPS + rows - 1));
  });
}

/** The variance of the classes' means of a column. */
function varianceOf(
  classMeans: Float32Array,
  shares: ArrayLike<number>,
  column: number,
  columns: number,
): number {
  let [mean, square] = [0, 0];
  for (let k = 0; k < shares.length; k++) {
    const value = classMeans[k * columns + column]!;
    mean += shares[k]! * value;
    square += shares[k]! * value ** 2;
  }
  return Math.max(0, square - mean ** 2);
}

/** A quotient; 0 where the denominator is 0, as scikit-learn's `zero_division=0`. */
export function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

/**
 * p-values corrected for their number by Holm's step-down method (Holm, *A Simple Sequentially Rejective Multiple Test Procedure*, 1979),
 * in the given order: the chance of one false finding among all is then at most the level. statsmodels' `multipletests(method="holm")`.
 */
export function holm(values: readonly number[]): number[] {
  const corrected = values.map(() => 1);
  let largest = 0;
  for (const [rank, i] of [...values.keys()].sort((a, b) => values[a]! - values[b]!).entries()) {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * values[i]!));
    corrected[i] = largest;
  }
  return corrected;
}

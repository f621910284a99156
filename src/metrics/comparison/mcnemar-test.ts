/**
 * The two-sided p-value of McNemar's exact test: of the clips that one of two classifiers alone gets right, whether each is as likely to
 * be the one. Takes the number of clips that the first and that the second alone gets right. It treats clips as independent. 1 where
 * there are none.
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  const all = onlyFirst + onlySecond;
  const least = Math.min(onlyFirst, onlySecond);
  let tail = 0;
  // in logarithms, since 2^-all underflows
  let logTerm = -all * Math.LN2;
  for (let k = 0; k <= least; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((all - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

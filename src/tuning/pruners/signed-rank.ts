import { normalCdf } from "../../math/statistics/normal.ts";

/** The largest number of differences for which the distribution of the sum is computed exactly. */
const MOST_COUNTED = 100;

/**
 * The p-value of Wilcoxon's signed-rank test that differences tend to be above 0: the probability that, with signs by chance, the ranks of
 * the positive ones add up to as much. Ranks of equal amounts are averaged, and those of zeros count half (scipy's `zsplit`).
 */
export function signedRankTest(differences: readonly number[]): number {
  const ranks = ranksOf(differences.map(Math.abs));
  const halves = ranks.map((rank) => Math.round(2 * rank));
  // what zeros add is the same on both sides
  const signed = halves.filter((_, i) => differences[i] !== 0);
  const observed = sum(halves.filter((_, i) => differences[i]! > 0));
  if (signed.length <= MOST_COUNTED) return shareFrom(observed, signed);
  const mean = sum(signed) / 2;
  const deviation = Math.sqrt(sum(signed.map((half) => half * half))) / 2;
  // with half a rank of correction, since ranks are whole numbers
  return normalCdf((mean + 1 - observed) / deviation);
}

/** The share of all choices of signs whose sum is at least `least`. */
function shareFrom(least: number, summands: readonly number[]): number {
  let shares = new Float64Array(sum(summands) + 1);
  shares[0] = 1;
  for (const summand of summands) {
    const next = new Float64Array(shares.length);
    for (let total = 0; total < shares.length; total++) {
      next[total] = (shares[total]! + (shares[total - summand] ?? 0)) / 2;
    }
    shares = next;
  }
  return sum(shares.subarray(least));
}

function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

function sum(values: Float64Array | readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

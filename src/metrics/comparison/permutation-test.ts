import type { Random } from "../../math/statistics/random.ts";

/** The largest number of pairs for which all exchanges are tried. */
const EXACT_PAIRS = 16;

/** Exchanges that are drawn where there are more. */
const DRAWS = 10_000;

/**
 * The two-sided p-value of the paired permutation test on a difference that is a sum over pairs. `differences` holds each pair's part:
 * under the null hypothesis its sign is as likely the other one. Exact for up to 16 pairs; for more 10 000 exchanges are drawn, and the
 * observed one counts as one of them. scipy's `permutation_test(permutation_type="samples")`. 1 without pairs.
 */
export function pairedPermutationTest(differences: readonly number[], random: Random): number {
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  const size = differences.reduce((sum, one) => sum + Math.abs(one), 0);
  // sums of the same numbers in another order differ by rounding
  const limit = observed - 1e-12 * size;
  const pairs = differences.length;
  const exact = pairs <= EXACT_PAIRS;
  const exchanges = exact ? 2 ** pairs : DRAWS;
  let extreme = exact ? 0 : 1;
  for (let e = 0; e < exchanges; e++) {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < pairs; i++) {
      if (i % EXACT_PAIRS === 0) bits = exact ? e : random.uint32();
      sum += (bits & 1) === 0 ? differences[i]! : -differences[i]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= limit) extreme++;
  }
  return extreme / (exact ? exchanges : exchanges + 1);
}

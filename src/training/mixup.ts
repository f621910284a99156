import { Random } from "../math/statistics/random.ts";

/** A mixture of a batch with itself: row `i` becomes `share` of itself and 1 - `share` of row `partners[i]`. */
export interface Mixture {
  readonly share: number;
  readonly partners: Uint32Array;
}

/**
 * Draws a mixture: Zhang et al. 2018 (https://arxiv.org/abs/1710.09412), one share of Beta(alpha, alpha) and one random
 * order for the whole batch, as in the authors' code.
 */
export function drawMixture(rows: number, alpha: number, random: Random): Mixture {
  const partners = random.shuffle(Uint32Array.from({ length: rows }, (_, i) => i));
  return { share: symmetricBeta(alpha, random), partners };
}

/** A number of Beta(alpha, alpha): below 1 by Jöhnk's method, from 1 by rejection under the density's peak. */
function symmetricBeta(alpha: number, random: Random): number {
  for (;;) {
    const [u, v] = [random.uniform(), random.uniform()];
    if (alpha >= 1) {
      if (v <= (4 * u * (1 - u)) ** (alpha - 1)) return u;
      continue;
    }
    const [x, y] = [u ** (1 / alpha), v ** (1 / alpha)];
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

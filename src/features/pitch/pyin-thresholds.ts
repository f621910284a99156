import { assertArgument } from "../../errors.ts";
import { betaCdf } from "../../math/beta.ts";
import { checkPositiveInteger } from "../../signal/framing.ts";

/** How pYIN weighs the periods that may be a frame's; names and defaults are those of librosa's `pyin`. */
export interface TroughOptions {
  /** Thresholds that are tried, evenly spaced up to 1; 100. */
  readonly nThresholds?: number;
  /** Parameters of the beta distribution that says how far each threshold is trusted; [2, 18]. */
  readonly betaParameters?: readonly [number, number];
  /** How much shorter periods are preferred among those under a threshold; 2. */
  readonly boltzmannParameter?: number;
  /** The share of a threshold's trust that the lowest trough has where none is under the threshold; 0.01. */
  readonly noTroughProb?: number;
}

/**
 * Gives the probability of each of a frame's troughs from their heights, in the order of their periods: each threshold divides the trust in it among
 * the troughs under it by Boltzmann's distribution. Mauch and Dixon 2014, equation 4.
 * Errors: `invalid-argument` for parameters out of range.
 */
export function troughPrior({
  nThresholds = 100,
  betaParameters = [2, 18],
  boltzmannParameter = 2,
  noTroughProb = 0.01,
}: TroughOptions): (heights: readonly number[]) => Float64Array {
  checkPositiveInteger("pyin: nThresholds", nThresholds);
  const [a, b] = betaParameters;
  assertArgument(
    a > 0 && b > 0 && Number.isFinite(a + b),
    `pyin: betaParameters must be positive, got ${a} and ${b}`,
  );
  assertArgument(
    boltzmannParameter > 0,
    `pyin: boltzmannParameter must be positive, got ${boltzmannParameter}`,
  );
  checkProbability("noTroughProb", noTroughProb);
  const trust = Float64Array.from({ length: nThresholds + 1 }, (_, t) =>
    betaCdf(t / nThresholds, a, b),
  );
  const decay = Math.exp(-boltzmannParameter);
  const shares = new Float64Array(nThresholds + 1);
  const counts = new Uint32Array(nThresholds + 1);
  return (heights) => {
    // threshold t is t / nThresholds
    const firsts = heights.map((height) => Math.max(1, Math.floor(height * nThresholds) + 1));
    counts.fill(0);
    for (const first of firsts) if (first <= nThresholds) counts[first]!++;
    let under = 0;
    let share = 0;
    let without = 0;
    for (let t = 1; t <= nThresholds; t++) {
      if (counts[t]! > 0) {
        under += counts[t]!;
        share = (1 - decay) / (1 - decay ** under);
      }
      if (under === 0) without = trust[t]!;
      shares[t] = share * (trust[t]! - trust[t - 1]!);
    }
    const probabilities = new Float64Array(heights.length);
    for (let i = 0; i < heights.length; i++) {
      let sum = 0;
      for (let t = firsts[i]!; t <= nThresholds; t++) {
        sum += shares[t]!;
        shares[t]! *= decay;
      }
      probabilities[i] = sum;
    }
    const lowest = heights.indexOf(Math.min(...heights));
    if (lowest >= 0) probabilities[lowest]! += noTroughProb * without;
    return probabilities;
  };
}

/** Errors: `invalid-argument` unless a parameter of `pyin` is a probability. */
export function checkProbability(name: string, value: number): void {
  assertArgument(value >= 0 && value <= 1, `pyin: ${name} must be in [0, 1], got ${value}`);
}

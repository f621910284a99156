import * as v from "valibot";
import { betaCdf } from "../../math/statistics/beta.ts";
import { described, integer, number, withDefault } from "../../options/schema.ts";

/** Options of pYIN's thresholds; names and defaults are those of librosa's `pyin`. */
export const THRESHOLDS = {
  nThresholds: withDefault(
    integer({ min: 1, max: 10_000, text: "number of thresholds, evenly spaced up to 1" }),
    100,
  ),
  betaParameters: withDefault(
    described(
      v.pipe(v.strictTuple([positive(), positive()]), v.readonly()),
      { text: "parameters of the beta distribution, which weighs the thresholds" },
      "two numbers above 0",
    ),
    [2, 18],
  ),
  boltzmannParameter: withDefault(
    number({ above: 0, text: "preference of shorter periods among those under a threshold" }),
    2,
  ),
  noTroughProb: withDefault(
    number({
      min: 0,
      max: 1,
      text: "share of a threshold's weight that the lowest trough gets where none is under it",
    }),
    0.01,
  ),
};

function positive(): v.GenericSchema<number> {
  return number({ above: 0, text: "parameter" });
}

/**
 * Returns the probability of each of a frame's troughs, in the order of their periods, from their heights. Each threshold divides its
 * weight among the troughs under it by Boltzmann's distribution. Mauch and Dixon 2014, equation 4.
 */
export function troughProbabilities({
  nThresholds,
  betaParameters: [a, b],
  boltzmannParameter,
  noTroughProb,
}: v.InferOutput<v.StrictObjectSchema<typeof THRESHOLDS, undefined>>): (
  heights: readonly number[],
) => Float64Array {
  const weights = Float64Array.from({ length: nThresholds + 1 }, (_, t) =>
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
      if (under === 0) without = weights[t]!;
      shares[t] = share * (weights[t]! - weights[t - 1]!);
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

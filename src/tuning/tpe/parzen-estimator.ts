import type { Random } from "../../math/statistics/random.ts";
import type { CompleteDimension } from "../space/space.ts";
import { type Kernels, kernelsAround, PRIOR_WEIGHT } from "./kernels.ts";

/** A density over several parameters: a mixture of products of kernels, one product for each observation and one of the prior. */
export class ParzenEstimator {
  readonly #kernels: readonly Kernels[];
  readonly #weights: Float64Array;

  /** `observed` holds the numbers of each observation, one a parameter; `weights` one weight an observation. */
  constructor(
    dimensions: readonly CompleteDimension[],
    observed: readonly (readonly number[])[],
    weights: readonly number[],
  ) {
    this.#kernels = dimensions.map((dimension, d) =>
      kernelsAround(
        dimension,
        observed.map((numbers) => numbers[d]!),
      ),
    );
    const total = weights.reduce((sum, weight) => sum + weight, PRIOR_WEIGHT);
    this.#weights = Float64Array.from([...weights, PRIOR_WEIGHT], (weight) => weight / total);
  }

  /** Numbers drawn from the density, one a parameter. */
  sample(random: Random): number[] {
    let rest = random.uniform();
    const kernel = this.#weights.findIndex((weight) => (rest -= weight) < 0);
    // rounding may leave a rest behind the last one
    const chosen = kernel < 0 ? this.#weights.length - 1 : kernel;
    return this.#kernels.map((own) => own.sample(chosen, random));
  }

  /** The logarithm of the density at some numbers, one a parameter. */
  logDensity(numbers: readonly number[]): number {
    const sums = this.#weights.map(Math.log);
    for (const [d, kernels] of this.#kernels.entries()) {
      kernels.addLogDensities(numbers[d]!, sums);
    }
    const highest = sums.reduce((a, b) => Math.max(a, b));
    if (highest === -Infinity) return highest;
    return highest + Math.log(sums.reduce((sum, log) => sum + Math.exp(log - highest), 0));
  }
}

/** The number of newest observations with equal weights; if there are more, older ones weigh less. */
const ALIKE = 25;

/** The weights of observations in their order of time: the older ones of many count for less (Bergstra et al. 2013, as Optuna has it). */
export function weightsByAge(count: number): number[] {
  const older = Math.max(0, count - ALIKE);
  return Array.from({ length: count }, (_, i) => {
    if (i >= older) return 1;
    return older === 1 ? 1 / count : 1 / count + (i / (older - 1)) * (1 - 1 / count);
  });
}

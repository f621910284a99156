import {
  logNormalDensity,
  logNormalMass,
  truncatedNormalQuantile,
} from "../../math/statistics/normal.ts";
import type { Random } from "../../math/statistics/random.ts";
import type { CompleteDimension } from "../space/space.ts";

/** The kernels of one parameter: one around each observed value, and one of the prior at the end. */
export interface Kernels {
  /** A number drawn from a kernel. */
  sample(kernel: number, random: Random): number;
  /** Adds the logarithm of each kernel's density at a number to `sums`. */
  addLogDensities(number: number, sums: Float64Array): void;
}

/** The weight of the prior beside that of 1 of each observation. */
export const PRIOR_WEIGHT = 1;

/** Kernels around observed numbers. */
export function kernelsAround(dimension: CompleteDimension, observed: readonly number[]): Kernels {
  return dimension.type === "categorical"
    ? categoricalKernels(dimension.choices.length, observed)
    : new NormalKernels(dimension, observed);
}

function categoricalKernels(choices: number, observed: readonly number[]): Kernels {
  const count = observed.length + 1;
  // the prior's share of a kernel, so that each choice remains possible
  const rest = observed.length === 0 ? 1 : PRIOR_WEIGHT / count;
  const total = 1 + choices * rest;
  const hit = Math.log((1 + rest) / total);
  const miss = Math.log(rest / total);
  const prior = -Math.log(choices);
  return {
    sample(kernel, random) {
      const place = random.uniform() * total;
      // the first part is the observed choice's own, the others are all choices' alike
      const index = Math.min(choices - 1, Math.floor((place - 1) / rest));
      if (kernel === observed.length) return random.integer(choices);
      return place < 1 ? observed[kernel]! : index;
    },
    addLogDensities(number, sums) {
      for (const [k, choice] of observed.entries()) sums[k]! += choice === number ? hit : miss;
      sums[observed.length]! += prior;
    },
  };
}

type Numeric = Exclude<CompleteDimension, { type: "categorical" }>;

/** Normal distributions that are cut to the parameter's range, on its scale; of one with steps their shares around each value. */
class NormalKernels implements Kernels {
  readonly #dimension: Numeric;
  /** The range, half a step wider where there are steps, on the scale. */
  readonly #low: number;
  readonly #high: number;
  readonly #means: Float64Array;
  readonly #deviations: Float64Array;
  /** The logarithm of each kernel's share in the range. */
  readonly #logMasses: Float64Array;
  readonly #atSteps = new Map<number, Float64Array>();

  constructor(dimension: Numeric, observed: readonly number[]) {
    const { low, high, step = 0 } = dimension;
    this.#dimension = dimension;
    this.#low = this.#onScale(low - step / 2);
    this.#high = this.#onScale(high + step / 2);
    const width = this.#high - this.#low;
    const means = observed.map((number) => this.#onScale(number));
    this.#means = Float64Array.of(...means, (this.#low + this.#high) / 2);
    this.#deviations = Float64Array.of(...bandwidths(means, this.#low, this.#high), width);
    this.#logMasses = this.#means.map((mean, k) => {
      const deviation = this.#deviations[k]!;
      return logNormalMass((this.#low - mean) / deviation, (this.#high - mean) / deviation);
    });
  }

  sample(kernel: number, random: Random): number {
    const mean = this.#means[kernel]!;
    const deviation = this.#deviations[kernel]!;
    const [a, b] = [(this.#low - mean) / deviation, (this.#high - mean) / deviation];
    const place = mean + deviation * truncatedNormalQuantile(random.uniform(), a, b);
    const { log, low, high, step } = this.#dimension;
    const number = log ? Math.exp(place) : place;
    const stepped =
      step === undefined
        ? number
        : Number((low + Math.round((number - low) / step) * step).toPrecision(15));
    return Math.min(high, Math.max(low, stepped));
  }

  addLogDensities(number: number, sums: Float64Array): void {
    const { step } = this.#dimension;
    if (step === undefined) {
      const place = this.#onScale(number);
      for (let k = 0; k < sums.length; k++) {
        const deviation = this.#deviations[k]!;
        sums[k]! +=
          logNormalDensity((place - this.#means[k]!) / deviation) -
          Math.log(deviation) -
          this.#logMasses[k]!;
      }
      return;
    }
    let densities = this.#atSteps.get(number);
    if (densities === undefined) {
      densities = this.#shares(this.#onScale(number - step / 2), this.#onScale(number + step / 2));
      this.#atSteps.set(number, densities);
    }
    for (let k = 0; k < sums.length; k++) sums[k]! += densities[k]!;
  }

  /** The logarithm of each kernel's share between two places of the scale. */
  #shares(from: number, to: number): Float64Array {
    return this.#means.map((mean, k) => {
      const deviation = this.#deviations[k]!;
      return (
        logNormalMass((from - mean) / deviation, (to - mean) / deviation) - this.#logMasses[k]!
      );
    });
  }

  #onScale(number: number): number {
    return this.#dimension.log ? Math.log(number) : number;
  }
}

/**
 * The deviation of each kernel: the larger distance to a neighbour, the ends of the range being neighbours of the outermost but where there
 * are several, within limits that the number of kernels sets (Watanabe 2023, https://arxiv.org/abs/2304.11127, section 3.3.3, as Optuna 5
 * has it).
 */
function bandwidths(means: readonly number[], low: number, high: number): number[] {
  const order = [...means.keys()].toSorted((a, b) => means[a]! - means[b]!);
  const sorted = order.map((i) => means[i]!);
  const last = sorted.length - 1;
  const least = (high - low) / Math.min(100, means.length + 2);
  const widths: number[] = [];
  for (const [place, i] of order.entries()) {
    const below = sorted[place]! - (sorted[place - 1] ?? low);
    const above = (sorted[place + 1] ?? high) - sorted[place]!;
    const isLowest = place === 0 && last > 0;
    const isHighest = place === last && last > 0;
    const distance = isLowest ? above : isHighest ? below : Math.max(below, above);
    widths[i] = Math.min(high - low, Math.max(least, distance));
  }
  return widths;
}

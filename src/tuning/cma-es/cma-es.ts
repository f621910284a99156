import { symmetricEigen } from "../../math/linear-algebra/eigen.ts";
import type { Random } from "../../math/statistics/random.ts";

/** A point that was tried. */
export interface Solution {
  readonly x: readonly number[];
  /** Lower is better. */
  readonly loss: number;
}

/** Eigenvalues below 0, which only rounding makes, become this. */
const NEARLY_ZERO = 1e-8;

/**
 * CMA-ES with the default settings of Hansen 2016 (https://arxiv.org/abs/1604.00772), active covariance update included, as the Python
 * package `cmaes` has it. Equation numbers are those of the paper. Matrices are [dimensions, dimensions], row-major.
 */
export class CmaEs {
  readonly populationSize: number;
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #parents: number;
  readonly #selection: number;
  readonly #rates: Rates;
  /** The expected length of a standard normal vector. */
  readonly #length: number;
  readonly #mean: Float64Array;
  readonly #stepPath: Float64Array;
  readonly #path: Float64Array;
  #covariance: Float64Array;
  #sigma: number;
  #generation = 0;

  constructor(mean: readonly number[], sigma: number) {
    const n = mean.length;
    const size = 4 + Math.floor(3 * Math.log(n));
    const parents = Math.floor(size / 2);
    const raw = Array.from({ length: size }, (_, i) => Math.log((size + 1) / 2) - Math.log(i + 1));
    const selection = effective(raw.slice(0, parents));
    const rates = ratesOf(n, selection);
    this.populationSize = size;
    this.#size = n;
    this.#parents = parents;
    this.#selection = selection;
    this.#rates = rates;
    this.#weights = weightsOf(raw, n, effective(raw.slice(parents)), selection, rates);
    this.#length = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    this.#mean = Float64Array.from(mean);
    this.#stepPath = new Float64Array(n);
    this.#path = new Float64Array(n);
    this.#covariance = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
    this.#sigma = sigma;
  }

  get generation(): number {
    return this.#generation;
  }

  /** The present distribution. */
  get state(): {
    readonly mean: Float64Array;
    readonly sigma: number;
    readonly covariance: Float64Array;
  } {
    return { mean: this.#mean, sigma: this.#sigma, covariance: this.#covariance };
  }

  /** A point from the present distribution that lies in [0, 1] in each dimension; after this number of failures it is moved there. */
  ask(random: Random): number[] {
    const { values, vectors } = this.#axes();
    const n = this.#size;
    for (let attempt = 0; ; attempt++) {
      const z = Float64Array.from(values, (value) => Math.sqrt(value) * random.normal());
      const x = Array.from(this.#mean, (mean, i) => {
        let y = 0;
        for (let k = 0; k < n; k++) y += vectors[i * n + k]! * z[k]!;
        return mean + this.#sigma * y;
      });
      if (x.every((one) => one >= 0 && one <= 1)) return x;
      if (attempt >= 10 * n) return x.map((one) => Math.min(1, Math.max(0, one)));
    }
  }

  /** Learns from a generation of `populationSize` points. */
  tell(solutions: readonly Solution[]): void {
    const { c1, cMu, cSigma, dSigma, cPath } = this.#rates;
    const n = this.#size;
    this.#generation++;
    const inverseRoot = this.#inverseRoot();
    const steps = solutions
      .toSorted((a, b) => a.loss - b.loss)
      .map(({ x }) => Float64Array.from(x, (one, i) => (one - this.#mean[i]!) / this.#sigma));
    // (41), (42)
    const step = new Float64Array(n);
    for (let k = 0; k < this.#parents; k++) {
      for (let i = 0; i < n; i++) step[i]! += this.#weights[k]! * steps[k]![i]!;
    }
    for (let i = 0; i < n; i++) this.#mean[i]! += this.#sigma * step[i]!;
    // (43), (44)
    const white = product(inverseRoot, step);
    const fresh = Math.sqrt(cSigma * (2 - cSigma) * this.#selection);
    for (let i = 0; i < n; i++) {
      this.#stepPath[i] = (1 - cSigma) * this.#stepPath[i]! + fresh * white[i]!;
    }
    const length = Math.hypot(...this.#stepPath);
    this.#sigma *= Math.exp((cSigma / dSigma) * (length / this.#length - 1));
    // (45)
    const expected = Math.sqrt(1 - (1 - cSigma) ** (2 * (this.#generation + 1)));
    const isSteady = length / expected < (1.4 + 2 / (n + 1)) * this.#length ? 1 : 0;
    const added = isSteady * Math.sqrt(cPath * (2 - cPath) * this.#selection);
    for (let i = 0; i < n; i++) this.#path[i] = (1 - cPath) * this.#path[i]! + added * step[i]!;
    // (46), (47)
    const weights = this.#weights.map((weight, k) => {
      if (weight >= 0) return weight;
      const squared = Math.hypot(...product(inverseRoot, steps[k]!)) ** 2;
      return (weight * n) / (squared + NEARLY_ZERO);
    });
    const sum = this.#weights.reduce((a, b) => a + b);
    const kept = 1 + c1 * (1 - isSteady) * cPath * (2 - cPath) - c1 - cMu * sum;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let spread = 0;
        for (const [k, y] of steps.entries()) spread += weights[k]! * y[i]! * y[j]!;
        const place = i * n + j;
        this.#covariance[place] =
          kept * this.#covariance[place]! + c1 * this.#path[i]! * this.#path[j]! + cMu * spread;
      }
    }
  }

  #axes(): { readonly values: Float64Array; readonly vectors: Float64Array } {
    const { values, vectors } = symmetricEigen(this.#covariance, this.#size);
    return { values: values.map((value) => (value < 0 ? NEARLY_ZERO ** 2 : value)), vectors };
  }

  /** The covariance to the power of -1/2. */
  #inverseRoot(): Float64Array {
    const n = this.#size;
    const { values, vectors } = this.#axes();
    const root = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < n; k++) {
          root[i * n + j]! += (vectors[i * n + k]! * vectors[j * n + k]!) / Math.sqrt(values[k]!);
        }
      }
    }
    return root;
  }
}

/** The learning rates of the distribution's parts. */
interface Rates {
  readonly c1: number;
  readonly cMu: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cPath: number;
}

function ratesOf(n: number, selection: number): Rates {
  const c1 = 2 / ((n + 1.3) ** 2 + selection);
  const cMu = Math.min(
    1 - c1 - 1e-8,
    (2 * (selection - 2 + 1 / selection)) / ((n + 2) ** 2 + selection),
  );
  const cSigma = (selection + 2) / (n + selection + 5);
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((selection - 1) / (n + 1)) - 1) + cSigma;
  const cPath = (4 + selection / n) / (n + 4 + (2 * selection) / n);
  return { c1, cMu, cSigma, dSigma, cPath };
}

/** (49) to (53): those of the better half add up to 1, the others are negative. */
function weightsOf(
  raw: readonly number[],
  n: number,
  selectionMinus: number,
  selection: number,
  { c1, cMu }: Rates,
): Float64Array {
  const least = Math.min(
    1 + c1 / cMu,
    1 + (2 * selectionMinus) / (selection + 2),
    (1 - c1 - cMu) / (n * cMu),
  );
  const sumOf = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0);
  const positive = sumOf(raw.filter((weight) => weight > 0));
  const negative = -sumOf(raw.filter((weight) => weight < 0));
  return Float64Array.from(raw, (weight) =>
    weight >= 0 ? weight / positive : (least * weight) / negative,
  );
}

/** The effective number of points behind some weights. */
function effective(weights: readonly number[]): number {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum ** 2 / weights.reduce((a, b) => a + b * b, 0);
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
    return sum;
  });
}

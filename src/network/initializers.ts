import type { Random } from "../math/random.ts";
import type { Shape } from "./shape.ts";

/** Gives one starting value of a parameter; fans are the counts of values that go into and come out of the layer's unit. */
export type Initializer = (random: Random, fanIn: number, fanOut: number) => number;

/** All 0, Keras' start for biases. */
export const zeros: Initializer = () => 0;

/** All 1, Keras' start for the scales of normalisations. */
export const ones: Initializer = () => 1;

/** All the same value. */
export function constant(value: number): Initializer {
  return () => value;
}

/** Options of `randomUniform`, with Keras' defaults. */
export interface RandomUniformOptions {
  /** Default -0.05. */
  readonly minval?: number;
  /** Default 0.05. */
  readonly maxval?: number;
}

/** Uniform between two values. */
export function randomUniform({
  minval = -0.05,
  maxval = 0.05,
}: RandomUniformOptions = {}): Initializer {
  return (random) => minval + (maxval - minval) * random.uniform();
}

/** Options of `randomNormal` and `truncatedNormal`, with Keras' defaults. */
export interface RandomNormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Default 0.05. */
  readonly stddev?: number;
}

/** Normal. */
export function randomNormal({ mean = 0, stddev = 0.05 }: RandomNormalOptions = {}): Initializer {
  return (random) => mean + stddev * random.normal();
}

/** Normal without what is more than two standard deviations from the mean, which is drawn again. */
export function truncatedNormal({
  mean = 0,
  stddev = 0.05,
}: RandomNormalOptions = {}): Initializer {
  return (random) => mean + stddev * truncated(random);
}

/** Options of `varianceScaling`, with Keras' defaults. */
export interface VarianceScalingOptions {
  /** Default 1. */
  readonly scale?: number;
  /** What the variance is divided by: `fanIn` (default), `fanOut` or their mean. */
  readonly mode?: "fanIn" | "fanOut" | "fanAvg";
  /** Default `truncatedNormal`. */
  readonly distribution?: "truncatedNormal" | "uniform";
}

/** The standard deviation of a standard normal distribution that is cut off at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1)). */
const TRUNCATED_DEVIATION = 0.879_625_661_034_239_8;

/** Values of the variance scale / fan. */
export function varianceScaling({
  scale = 1,
  mode = "fanIn",
  distribution = "truncatedNormal",
}: VarianceScalingOptions = {}): Initializer {
  return (random, fanIn, fanOut) => {
    const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
    const variance = scale / Math.max(1, fan);
    return distribution === "uniform"
      ? (2 * random.uniform() - 1) * Math.sqrt(3 * variance)
      : (Math.sqrt(variance) / TRUNCATED_DEVIATION) * truncated(random);
  };
}

/** Glorot and Bengio 2010 (https://proceedings.mlr.press/v9/glorot10a.html), uniform: Keras' start for kernels. */
export function glorotUniform(): Initializer {
  return varianceScaling({ mode: "fanAvg", distribution: "uniform" });
}

/** Glorot and Bengio 2010, truncated normal. */
export function glorotNormal(): Initializer {
  return varianceScaling({ mode: "fanAvg" });
}

/** He et al. 2015 (https://arxiv.org/abs/1502.01852), uniform: for layers before a ReLU. */
export function heUniform(): Initializer {
  return varianceScaling({ scale: 2, distribution: "uniform" });
}

/** He et al. 2015, truncated normal. */
export function heNormal(): Initializer {
  return varianceScaling({ scale: 2 });
}

/** LeCun et al. 1998 (https://doi.org/10.1007/3-540-49430-8_2), uniform. */
export function lecunUniform(): Initializer {
  return varianceScaling({ distribution: "uniform" });
}

/** LeCun et al. 1998, truncated normal. */
export function lecunNormal(): Initializer {
  return varianceScaling();
}

/** The fans of a kernel, the last two of whose dimensions are what goes in and what comes out, as Keras counts them. */
export function fansOf(kernel: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const [inputs = 1, outputs = 1] = kernel.slice(-2);
  const field = kernel.slice(0, -2).reduce((product, dim) => product * dim, 1);
  return { fanIn: field * inputs, fanOut: field * outputs };
}

function truncated(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}

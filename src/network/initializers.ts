import type * as v from "valibot";
import { orthogonalMatrix } from "../math/linear-algebra/orthogonal-matrix.ts";
import type { Random } from "../math/statistics/random.ts";
import { complete } from "../options/check.ts";
import { choice, group, number, type Variant, variants, withDefault } from "../options/schema.ts";
import { type Shape, sizeOf } from "./shape.ts";

/** The defaults of `varianceScaling`. */
const SCALING = { scale: 1, mode: "fanIn", distribution: "truncatedNormal" } as const;

/** The options of initializers, by Keras' names and with its defaults. */
const GROUPS = {
  zeros: group({}),
  ones: group({}),
  constant: group({ value: withDefault(number({ text: "the value" }), 0) }),
  randomUniform: group({
    minval: withDefault(number({ text: "lowest value" }), -0.05),
    maxval: withDefault(number({ text: "highest value" }), 0.05),
  }),
  randomNormal: group({
    mean: withDefault(number({ text: "mean" }), 0),
    stddev: withDefault(number({ text: "standard deviation", min: 0 }), 0.05),
  }),
  truncatedNormal: group({
    mean: withDefault(number({ text: "mean" }), 0),
    stddev: withDefault(number({ text: "standard deviation before truncation", min: 0 }), 0.05),
  }),
  varianceScaling: group({
    scale: withDefault(number({ text: "factor of the variance", above: 0 }), SCALING.scale),
    mode: withDefault(
      choice(["fanIn", "fanOut", "fanAvg"], { text: "divisor of the variance" }),
      SCALING.mode,
    ),
    distribution: withDefault(
      choice(["truncatedNormal", "uniform"], { text: "distribution of the values" }),
      SCALING.distribution,
    ),
  }),
  glorotUniform: group({}),
  glorotNormal: group({}),
  heUniform: group({}),
  heNormal: group({}),
  lecunUniform: group({}),
  lecunNormal: group({}),
  orthogonal: group({ gain: withDefault(number({ text: "factor of the matrix" }), 1) }),
};

/**
 * An initializer of parameters by Keras' name, such as `{ name: "heNormal" }`:
 *
 * - `zeros`, `ones`, `constant`
 * - `randomUniform`, `randomNormal`, and `truncatedNormal`, which redraws values more than two standard deviations from the mean
 * - `varianceScaling`: a variance of scale / fan, where the fans are the numbers of a unit's inputs and outputs
 * - `glorotUniform`, `glorotNormal`: Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html
 * - `heUniform`, `heNormal`, for layers before a ReLU: He et al. 2015, https://arxiv.org/abs/1502.01852
 * - `lecunUniform`, `lecunNormal`: LeCun et al. 1998, https://doi.org/10.1007/3-540-49430-8_2
 * - `orthogonal`, a random matrix with orthonormal rows or columns: Saxe et al. 2014, https://arxiv.org/abs/1312.6120
 */
export type Initializer = Variant<
  "name",
  { [Name in keyof typeof GROUPS]: v.InferInput<(typeof GROUPS)[Name]> }
>;

/** An initializer with all its options. */
export type CompleteInitializer = Variant<
  "name",
  { [Name in keyof typeof GROUPS]: v.InferOutput<(typeof GROUPS)[Name]> }
>;

/** The schema of an initializer. */
export const INITIALIZER: v.GenericSchema<Initializer, CompleteInitializer> = variants(
  "name",
  GROUPS,
);

/** The initializers that are cases of `varianceScaling`, by what differs from its defaults. */
const SCALINGS = {
  glorotUniform: { mode: "fanAvg", distribution: "uniform" },
  glorotNormal: { mode: "fanAvg" },
  heUniform: { scale: 2, distribution: "uniform" },
  heNormal: { scale: 2 },
  lecunUniform: { distribution: "uniform" },
  lecunNormal: {},
} as const;

/** The standard deviation of a standard normal distribution that is cut off at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1)). */
const TRUNCATED_DEVIATION = 0.879_625_661_034_239_8;

/** The shape of a parameter, and its fans. */
export interface ParameterSize {
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Fills an array with starting values of a parameter, or of a part of one. */
export function fill(
  values: Float32Array,
  initializer: Initializer,
  size: ParameterSize,
  random: Random,
): void {
  const options = complete(INITIALIZER, initializer, "initializer");
  if (options.name === "orthogonal") {
    const columns = size.shape.at(-1)!;
    const matrix = orthogonalMatrix(sizeOf(size.shape) / columns, columns, random);
    for (const [i, value] of matrix.entries()) values[i] = options.gain * value;
    return;
  }
  const sample = samplerOf(options);
  for (let i = 0; i < values.length; i++) values[i] = sample(random, size);
}

/** Draws one value. */
type Sampler = (random: Random, size: ParameterSize) => number;

function samplerOf(
  options: Exclude<CompleteInitializer, { readonly name: "orthogonal" }>,
): Sampler {
  switch (options.name) {
    case "zeros":
      return () => 0;
    case "ones":
      return () => 1;
    case "constant":
      return () => options.value;
    case "randomUniform":
      return (random) => options.minval + (options.maxval - options.minval) * random.uniform();
    case "randomNormal":
      return (random) => options.mean + options.stddev * random.normal();
    case "truncatedNormal":
      return (random) => options.mean + options.stddev * truncated(random);
    case "varianceScaling":
      return (random, { fanIn, fanOut }) => {
        const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[options.mode];
        const variance = options.scale / Math.max(1, fan);
        return options.distribution === "uniform"
          ? (2 * random.uniform() - 1) * Math.sqrt(3 * variance)
          : (Math.sqrt(variance) / TRUNCATED_DEVIATION) * truncated(random);
      };
    default:
      return samplerOf({ name: "varianceScaling", ...SCALING, ...SCALINGS[options.name] });
  }
}

/** The fans of a kernel as Keras counts them. Its last two dimensions are the inputs and outputs of a unit. */
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

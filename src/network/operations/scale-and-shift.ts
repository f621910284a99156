import { type Initializer, ones, zeros } from "../initializers.ts";
import type { LayerOptions } from "../layer.ts";
import type { ParameterSpec } from "../operation.ts";
import type { Shape } from "../shape.ts";

/** Options of normalisations, with Keras' defaults. */
export interface NormalizationOptions extends LayerOptions {
  /** Added to the variance; default 1e-3. */
  readonly epsilon?: number;
  /** Of the factor of each channel; default: ones. */
  readonly gammaInitializer?: Initializer;
  /** Of what is added to each channel; default: zeros. */
  readonly betaInitializer?: Initializer;
}

/** What a normalisation learns: a factor and a summand for each channel. */
export function scaleAndShift(
  input: Shape,
  { gammaInitializer = ones, betaInitializer = zeros }: NormalizationOptions,
): ParameterSpec[] {
  const common = perChannel(input);
  return [
    { name: "gamma", kind: "scale", initializer: gammaInitializer, ...common },
    { name: "beta", kind: "bias", initializer: betaInitializer, ...common },
  ];
}

/** Shape and fans of one value a channel. */
export function perChannel(input: Shape): Pick<ParameterSpec, "shape" | "fanIn" | "fanOut"> {
  const channels = input.at(-1)!;
  return { shape: [channels], fanIn: channels, fanOut: channels };
}

import type { Initializer } from "../initializers.ts";
import type { ParameterSpec } from "../operation.ts";
import type { TensorSpec } from "../tensor-spec.ts";

/** The parameters of a normalisation: a factor and a summand for each channel. */
export function scaleAndShift(
  input: TensorSpec,
  initializers: { readonly gammaInitializer: Initializer; readonly betaInitializer: Initializer },
): ParameterSpec[] {
  const common = perChannel(input);
  return [
    { name: "gamma", kind: "scale", initializer: initializers.gammaInitializer, ...common },
    { name: "beta", kind: "bias", initializer: initializers.betaInitializer, ...common },
  ];
}

/** Shape and fans of a parameter with one value a channel. */
export function perChannel({
  shape,
}: TensorSpec): Pick<ParameterSpec, "shape" | "fanIn" | "fanOut"> {
  const channels = shape.at(-1)!;
  return { shape: [channels], fanIn: channels, fanOut: channels };
}

import type { Initializer } from "../initializers.ts";
import type { ParameterSpec } from "../operation.ts";

/** The bias of a layer that has one. */
export function biasOf(
  size: number,
  useBias: boolean,
  initializer: Initializer,
  fans: { readonly fanIn: number; readonly fanOut: number },
): ParameterSpec[] {
  return useBias ? [{ name: "bias", kind: "bias", shape: [size], initializer, ...fans }] : [];
}

import type { Operation } from "../operation.ts";
import { ACTIVATION_FUNCTIONS, type ActivationFunction } from "./activation-functions.ts";
import { softmax } from "./softmax.ts";

/** Activations by Keras' names. `softmax` is over the last dimension. */
export type ActivationName = "linear" | keyof typeof ACTIVATION_FUNCTIONS | "softmax";

/** The names of all activations. */
export const ACTIVATION_NAMES: readonly ActivationName[] = [
  "linear",
  ...(Object.keys(ACTIVATION_FUNCTIONS) as (keyof typeof ACTIVATION_FUNCTIONS)[]),
  "softmax",
];

/** The end of a layer with an activation: nothing for `linear`. */
export function activated(name: ActivationName): Operation[] {
  return name === "linear" ? [] : [activationOperation(name)];
}

/** An activation as an operation. */
export function activationOperation(name: ActivationName): Operation {
  if (name === "softmax") return softmax;
  if (name === "linear") return IDENTITY;
  return elementwise(name, ACTIVATION_FUNCTIONS[name]);
}

const IDENTITY: Operation = {
  kind: "linear",
  output: (input) => input,
  emit: (_, x) => ({ output: x, backward: (gradient) => ({ inputs: [gradient] }) }),
};

/** A function of each value by itself, as an operation. */
export function elementwise(kind: string, { forward, backward }: ActivationFunction): Operation {
  return {
    kind,
    output: (input) => input,
    emit({ graph }, x) {
      const y = forward(graph, x);
      return {
        output: y,
        backward: (gradient) => ({ inputs: [backward(graph, { x, y, gradient })] }),
      };
    },
  };
}

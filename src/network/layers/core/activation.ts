import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import {
  type ActivationFunction,
  eluFunction,
  GELU,
  leakyReluFunction,
  RELU,
  SIGMOID,
  SWISH,
  TANH,
} from "../../operations/activation-functions.ts";
import { checkChoice } from "../../../options/option-checks.ts";
import { softmax } from "../../operations/softmax.ts";

const FUNCTIONS = {
  relu: RELU,
  leakyRelu: leakyReluFunction(0.2),
  elu: eluFunction(1),
  gelu: GELU,
  swish: SWISH,
  tanh: TANH,
  sigmoid: SIGMOID,
} as const;

/** Activation functions by Keras' names and with the defaults of `keras.activations` (`leakyRelu` has a slope of 0.2); `softmax` is over the last dimension. */
export type ActivationName = "linear" | keyof typeof FUNCTIONS | "softmax";

/** An activation as a layer of its own, Keras' `Activation`; any shape. */
export function activation(name: ActivationName, options: LayerOptions = {}): Layer {
  return layer("activation", options, [activationOperation(name)]);
}

/** Options of `leakyRelu`. */
export interface LeakyReluOptions extends LayerOptions {
  /** Default 0.3. */
  readonly negativeSlope?: number;
}

/** Keras' `LeakyReLU`: `negativeSlope` · x below zero. */
export function leakyRelu({ negativeSlope = 0.3, ...options }: LeakyReluOptions = {}): Layer {
  return layer("leakyRelu", options, [elementwise("leakyRelu", leakyReluFunction(negativeSlope))]);
}

/** Options of `elu`. */
export interface EluOptions extends LayerOptions {
  /** Default 1. */
  readonly alpha?: number;
}

/** Keras' `ELU`: `alpha` · (e^x - 1) below zero. */
export function elu({ alpha = 1, ...options }: EluOptions = {}): Layer {
  return layer("elu", options, [elementwise("elu", eluFunction(alpha))]);
}

/** What a layer with an `activation` does at its end; `linear` is nothing. */
export function activated(name: ActivationName = "linear"): Operation[] {
  return name === "linear" ? [] : [activationOperation(name)];
}

function activationOperation(name: ActivationName): Operation {
  checkChoice("activation", "name", name, ["linear", ...Object.keys(FUNCTIONS), "softmax"]);
  if (name === "softmax") return softmax;
  if (name === "linear") return IDENTITY;
  return elementwise(name, FUNCTIONS[name]);
}

const IDENTITY: Operation = {
  kind: "linear",
  outputShape: (input) => input,
  emit: (_, x) => ({ output: x, backward: (gradient) => ({ inputs: [gradient] }) }),
};

function elementwise(kind: string, { forward, backward }: ActivationFunction): Operation {
  return {
    kind,
    outputShape: (input) => input,
    emit({ graph }, x) {
      const y = forward(graph, x);
      return {
        output: y,
        backward: (gradient) => ({ inputs: [backward(graph, { x, y, gradient })] }),
      };
    },
  };
}

import type * as v from "valibot";
import { number, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { eluFunction, leakyReluFunction } from "../../operations/activation-functions.ts";
import { activationOperation, elementwise } from "../../operations/activation-operation.ts";
import { ACTIVATION } from "../activation-options.ts";

const OPTIONS = layerOptions({ activation: ACTIVATION });

/** Options of `activation`, Keras' `Activation`. */
export type ActivationOptions = v.InferInput<typeof OPTIONS>;

/** An activation as a layer of its own, for any shape. */
export function activation(options: ActivationOptions): Layer {
  return createLayer("activation", OPTIONS, options, (complete) => [
    activationOperation(complete.activation),
  ]);
}

const LEAKY_RELU = layerOptions({
  negativeSlope: withDefault(number({ text: "slope below zero", min: 0 }), 0.3),
});

/** Options of `leakyRelu`, Keras' `LeakyReLU`. */
export type LeakyReluOptions = v.InferInput<typeof LEAKY_RELU>;

/** `negativeSlope` · x below zero, x above, for any shape. */
export function leakyRelu(options: LeakyReluOptions = {}): Layer {
  return createLayer("leakyRelu", LEAKY_RELU, options, ({ negativeSlope }) => [
    elementwise("leakyRelu", leakyReluFunction(negativeSlope)),
  ]);
}

const ELU = layerOptions({
  alpha: withDefault(number({ text: "limit below zero, without its sign" }), 1),
});

/** Options of `elu`, Keras' `ELU`. */
export type EluOptions = v.InferInput<typeof ELU>;

/** `alpha` · (e^x - 1) below zero, x above, for any shape. */
export function elu(options: EluOptions = {}): Layer {
  return createLayer("elu", ELU, options, ({ alpha }) => [elementwise("elu", eluFunction(alpha))]);
}

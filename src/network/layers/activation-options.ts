import { choice, withDefault } from "../../options/schema.ts";
import { ACTIVATION_NAMES } from "../operations/activation-operation.ts";

/** The name of an activation. */
export const ACTIVATION = choice(ACTIVATION_NAMES, { text: "activation function, by Keras' name" });

/** The option of a layer that ends in an activation. */
export const FINAL_ACTIVATION = { activation: withDefault(ACTIVATION, "linear") };

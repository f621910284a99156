import * as v from "valibot";
import { choice, flag, integer, number, withDefault } from "../../../options/schema.ts";
import { INITIALIZER } from "../../initializers.ts";
import {
  STATE_ACTIVATIONS,
  type StateActivationName,
} from "../../operations/recurrent/state-activation.ts";
import { KERNEL } from "../kernel-options.ts";

const NAMES = Object.keys(STATE_ACTIVATIONS) as StateActivationName[];

const rate = (text: string) => withDefault(number({ text, min: 0, below: 1 }), 0);

/** The options that all cells have, by Keras' names and with its defaults. */
export const CELL = {
  units: integer({ text: "units of the state, which is the output", min: 1 }),
  activation: withDefault(
    choice(NAMES, { text: "activation of the state, by Keras' name" }),
    "tanh",
  ),
  ...KERNEL,
  recurrentInitializer: v.optional(INITIALIZER, { name: "orthogonal" }),
  dropout: rate("share of the input's channels that are dropped, the same in all frames"),
  recurrentDropout: rate(
    "share of the state's units that are dropped where it is multiplied by the recurrent kernel, the same in all frames",
  ),
  returnSequences: withDefault(
    flag({ text: "the state after each frame, not only after the last one" }),
    false,
  ),
  goBackwards: withDefault(
    flag({ text: "from the last frame to the first one; the output is in that order, too" }),
    false,
  ),
};

/** The activation of gates. */
export const RECURRENT_ACTIVATION = {
  recurrentActivation: withDefault(
    choice(NAMES, { text: "activation of the gates, by Keras' name" }),
    "sigmoid",
  ),
};

import * as v from "valibot";
import { number, withDefault } from "../../../options/schema.ts";
import { INITIALIZER } from "../../initializers.ts";

/** The options of normalisations, by Keras' names and with its defaults. */
export const NORMALIZATION = {
  epsilon: withDefault(number({ text: "summand of the variance", min: 0 }), 1e-3),
  gammaInitializer: v.optional(INITIALIZER, { name: "ones" }),
  betaInitializer: v.optional(INITIALIZER, { name: "zeros" }),
};

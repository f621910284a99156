import * as v from "valibot";
import { flag, withDefault } from "../../options/schema.ts";
import { INITIALIZER } from "../initializers.ts";

/** An option with the initializer of a kernel, by default Glorot's uniform one, as in Keras. */
export const KERNEL_INITIALIZER = v.optional(INITIALIZER, { name: "glorotUniform" });

/** The options of a layer with a bias. */
export const BIAS = {
  useBias: withDefault(flag({ text: "whether to add a bias" }), true),
  biasInitializer: v.optional(INITIALIZER, { name: "zeros" }),
};

/** The options of a layer with a kernel and a bias. */
export const KERNEL = { kernelInitializer: KERNEL_INITIALIZER, ...BIAS };

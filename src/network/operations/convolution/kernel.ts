import * as v from "valibot";
import { flag, withDefault } from "../../../options/schema.ts";
import { INITIALIZER, type Initializer } from "../../initializers.ts";

/** The option of an initializer, by default Glorot's uniform one, as in Keras. */
export const KERNEL_INITIALIZER = v.optional(INITIALIZER, { name: "glorotUniform" });

/** The options of a layer with a bias. */
export const BIAS = {
  useBias: withDefault(flag({ text: "whether to add a bias" }), true),
  biasInitializer: v.optional(INITIALIZER, { name: "zeros" }),
};

/** The options of a layer with a kernel and a bias. */
export const KERNEL = { ...BIAS, kernelInitializer: KERNEL_INITIALIZER };

/** A kernel and its bias. */
export interface KernelOptions {
  /** The kernel's name within the layer. */
  readonly kernelName: string;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
}

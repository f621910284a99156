import { glorotUniform, type Initializer, zeros } from "../../initializers.ts";
import type { LayerOptions } from "../../layer.ts";
import type { ActivationName } from "../core/activation.ts";

/** Options of every layer with a kernel that slides, with Keras' defaults. */
export interface ConvolutionOptions extends LayerOptions {
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default: Glorot uniform. */
  readonly kernelInitializer?: Initializer;
  /** Default: zeros. */
  readonly biasInitializer?: Initializer;
}

/** The parameters of a kernel and its bias. */
export interface KernelOptions {
  /** Its name within the layer. */
  readonly kernelName: string;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
}

/** Those of a layer with one kernel, with the defaults in place. */
export function kernelOptions({
  useBias = true,
  kernelInitializer = glorotUniform(),
  biasInitializer = zeros,
}: ConvolutionOptions): KernelOptions {
  return { kernelName: "kernel", useBias, kernelInitializer, biasInitializer };
}

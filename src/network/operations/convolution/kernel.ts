import type { Initializer } from "../../initializers.ts";

/** A kernel and its bias. */
export interface KernelOptions {
  /** The kernel's name within the layer. */
  readonly kernelName: string;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
}

import type { WindowGrid } from "./geometry.ts";

/** A convolution over time within a graph: [batch, time, channels] → [batch, steps, filters]. */
export interface TimeConvolution {
  readonly time: number;
  readonly channels: number;
  readonly filters: number;
  readonly grid: WindowGrid;
  /** The windows that are wanted, in this order. */
  readonly steps: readonly number[];
  /** [kernelSize, channels, filters]. */
  readonly kernel: string;
  /** [filters], if there is one. */
  readonly bias: readonly string[];
}

/** A convolution written into a graph. */
export interface Convolved {
  /** [batch, steps, filters]. */
  readonly output: string;
  /** Writes the gradient of the kernel and, where it is wanted, of what was convolved, given that of the output. */
  backward(
    gradient: string,
    wantInput: boolean,
  ): { readonly kernel: string; readonly input?: string };
}

import type { WindowGrid } from "../windows/window-grid.ts";

/** A convolution over the frames of sequences in a graph: [batch, time, channels] → [batch, frames, filters]. */
export interface FrameConvolution {
  readonly time: number;
  readonly channels: number;
  readonly filters: number;
  readonly grid: WindowGrid;
  /** The windows that are wanted, in this order. */
  readonly frames: readonly number[];
  /** [kernelSize, channels, filters]. */
  readonly kernel: string;
  /** [filters], if there is one. */
  readonly bias: readonly string[];
}

/** A convolution written into a graph. */
export interface Convolved {
  /** [batch, frames, filters]. */
  readonly output: string;
  /** Writes the gradients of the kernel and, where it is wanted, of the input, given that of the output. */
  backward(
    gradient: string,
    wantInput: boolean,
  ): { readonly kernel: string; readonly input?: string };
}

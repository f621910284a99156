import type { GraphBuilder } from "./graph-builder.ts";
import type { Initializer } from "./initializers.ts";

/** Dimensions of what a layer takes or gives, without the batch: `[units]` or `[time, channels]`. */
export type Shape = readonly number[];

/** One array that a layer learns. */
export interface ParameterSpec {
  /** L2 penalties fall on kernels, not on biases. */
  readonly name: "kernel" | "bias";
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly initializer: Initializer;
}

/** What a layer may use while it writes itself into a graph. */
export interface Emission {
  readonly graph: GraphBuilder;
  /** The shape of the layer's input. */
  readonly input: Shape;
  readonly training: boolean;
  /** For a layer with `takesSteps`: the time steps to give, in this order; without it all, in theirs. */
  readonly steps?: readonly number[] | undefined;
  /** For a layer with `steps`: its input comes in the order that it asked for. */
  readonly ordered: boolean;
  /** Declares a dropout mask of `size` values a row, shape [batch, size], and returns its name. */
  readonly mask: (size: number, rate: number) => string;
}

/** Names of the gradients of the loss; `input` only where it was wanted. */
export interface Gradients {
  readonly input?: string;
  /** In the order of the layer's parameters. */
  readonly parameters: readonly string[];
}

/** A layer written into a graph. */
export interface Emitted {
  readonly output: string;
  /** Writes the layer's gradients, given that of its output. */
  backward(gradient: string, wantInput: boolean): Gradients;
}

/** A layer of a network: its shapes, what it learns, and how it and its gradient are written into a graph. */
export interface Layer {
  /** Its kind, in Keras' words, such as `dense`. */
  readonly kind: string;
  /** The shape of its output. Errors: `invalid-argument` where the input's shape does not fit. */
  outputShape(input: Shape): Shape;
  parameters(input: Shape): readonly ParameterSpec[];
  /** Whether it can give its time steps in any order, which costs it nothing. */
  readonly takesSteps?: true;
  /** The time steps of its input that it reads, in the order in which it likes them best. */
  steps?(input: Shape): readonly number[];
  emit(emission: Emission, input: string, parameters: readonly string[]): Emitted;
}

/** A layer with what goes into it and the parameters that are its own. */
export interface PlacedLayer<P> {
  readonly layer: Layer;
  readonly input: Shape;
  readonly parameters: readonly P[];
}

/** The count of values of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

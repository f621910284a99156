import type { GraphBuilder } from "./onnx/graph-builder.ts";
import type { Initializer } from "./initializers.ts";
import type { LengthRule, Padding } from "./graphs/padding.ts";
import type { RandomNumbers } from "./graphs/random-input.ts";
import type { Shape } from "./shape.ts";

/** One array of an operation: learned, or a statistic of what went through it. */
export interface ParameterSpec {
  /** Its name within the layer, such as `kernel` or `gamma`. */
  readonly name: string;
  /** L2 penalties fall on kernels; statistics have no gradient. */
  readonly kind: "kernel" | "bias" | "scale" | "statistic";
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly initializer: Initializer;
}

/** What an operation may use while it writes itself into a graph. */
export interface Emission {
  readonly graph: GraphBuilder;
  /** The shape of its input, of the first of several. */
  readonly input: Shape;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  /** Names of its parameters in the graph, in their order. */
  readonly parameters: readonly string[];
  readonly training: boolean;
  /** What is padding in its input; `undefined` where nothing is. */
  readonly padding: Padding | undefined;
  /** For an operation with `takesSteps`: the time steps to give, in this order; without it all, in theirs. */
  readonly steps: readonly number[] | undefined;
  /** For an operation with `steps`: its input comes in the order that it asked for. */
  readonly ordered: boolean;
  /** Declares random numbers, [batch, numbers.size], and returns their name. */
  readonly random: (numbers: RandomNumbers) => string;
}

/** Names of the gradients of the loss; `inputs` only where they were wanted. */
export interface Gradients {
  readonly inputs?: readonly string[];
  /** Of what is learned, in the order of the operation's parameters. */
  readonly parameters?: readonly string[];
}

/** An operation written into a graph. */
export interface Emitted {
  readonly output: string;
  /** The statistics after a training step, in the order of the operation's parameters. */
  readonly statistics?: readonly string[];
  /** Writes the gradients, given that of the output. */
  backward(gradient: string, wantInputs: boolean): Gradients;
}

/**
 * What a layer does, or a part of it: its shapes, what it learns, how it and its gradient are written into a graph.
 *
 * Within a graph a value of three dimensions, Keras' [height, width, channels], lies as [batch, channels, height, width];
 * every other value as its shape says.
 */
export interface Operation {
  readonly kind: string;
  /** Takes several values, not one. */
  readonly merges?: boolean;
  /** The shape of its output. Errors: `invalid-argument` where the input's shape does not fit. */
  outputShape(...inputs: readonly Shape[]): Shape;
  /** Default: none. */
  parameters?(...inputs: readonly Shape[]): readonly ParameterSpec[];
  /** How the lengths of its input's sequences become those of its output's; default `kept`. */
  lengths?(...inputs: readonly Shape[]): LengthRule;
  /** Whether the padding of its inputs must be zero; default false. */
  clearsPadding?(...inputs: readonly Shape[]): boolean;
  /** Whether it can give its time steps in any order, which costs it nothing. */
  readonly takesSteps?: true;
  /** The time steps of its input that it reads, in the order in which it likes them best. */
  steps?(input: Shape): readonly number[];
  emit(emission: Emission, ...inputs: readonly string[]): Emitted;
}

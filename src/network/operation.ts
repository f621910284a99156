import type { GraphBuilder } from "./onnx/graph-builder.ts";
import type { Initializer } from "./initializers.ts";
import type { LengthRule, Padding } from "./operations/padding.ts";
import type { RandomNumbers } from "./operations/random-numbers.ts";
import type { Shape } from "./shape.ts";
import type { TensorSpec } from "./tensor-spec.ts";

/** One array of an operation: learned, or a statistic of its inputs. */
export interface ParameterSpec {
  /** Its name within the layer, such as `kernel` or `gamma`. */
  readonly name: string;
  /** Penalties apply to kernels. Statistics have no gradient. */
  readonly kind: "kernel" | "bias" | "scale" | "statistic";
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Several: one for each of equal parts of a vector. */
  readonly initializer: Initializer | readonly Initializer[];
}

/** Everything that an operation may use while it writes itself into a graph. */
export interface Emission {
  readonly graph: GraphBuilder;
  /** Its first input. */
  readonly input: TensorSpec;
  readonly inputs: readonly TensorSpec[];
  readonly output: TensorSpec;
  /** Names of its parameters in the graph, in their order. */
  readonly parameters: readonly string[];
  readonly training: boolean;
  /** The padding of its input. Undefined if there is none. */
  readonly padding: Padding | undefined;
  /** The padding of each input. */
  readonly paddings: readonly (Padding | undefined)[];
  /** Declares random numbers, [batch, numbers.size], and returns their name. */
  readonly random: (numbers: RandomNumbers) => string;
}

/** Names of the gradients of the loss. */
export interface Gradients {
  /** By the inputs. Only where they were wanted. */
  readonly inputs?: readonly string[];
  /** By what is learned, in the order of the operation's parameters. */
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

/** A part of a layer: its shapes, its parameters, and how it and its gradient are written into a graph. */
export interface Operation {
  readonly kind: string;
  /** Takes several inputs, not one. */
  readonly merges?: boolean;
  /**
   * Shape and layout of its output.
   * @throws {AffektError} `invalid-argument` when the inputs do not fit.
   */
  output(...inputs: readonly TensorSpec[]): TensorSpec;
  /** Default: none. */
  parameters?(...inputs: readonly TensorSpec[]): readonly ParameterSpec[];
  /** Lengths of its output's sequences. Default `kept`. */
  lengths?(...inputs: readonly TensorSpec[]): LengthRule;
  /** Whether the padding of its inputs must be zero. Default false. */
  clearsPadding?(...inputs: readonly TensorSpec[]): boolean;
  emit(emission: Emission, ...inputs: readonly string[]): Emitted;
}

import { AffektError } from "../errors.ts";
import type { Operation } from "./operation.ts";
import { formatShape, type Shape } from "./shape.ts";
import { specOf, type TensorSpec } from "./tensor-spec.ts";

/** A tensor in the description of a network, Keras' `KerasTensor`: the input or the output of a layer. */
export interface SymbolicTensor extends TensorSpec {
  /** Whether its first dimension is the time of sequences, each with a length of its own. */
  readonly hasLengths: boolean;
  /** The call that gave it. Undefined for an input, and inside of layers. */
  readonly source?: LayerCall;
}

/** An operation on tensors. */
export interface OperationCall {
  readonly operation: Operation;
  readonly inputs: readonly SymbolicTensor[];
  readonly output: SymbolicTensor;
}

/** A layer on tensors. */
export interface LayerCall {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  /** The calls of the layer's operations, one after another. */
  readonly operations: readonly OperationCall[];
}

/** A layer as plain data, which `layerFromConfig` reads. */
export interface LayerConfig {
  /** The kind of layer by Keras' name, such as `conv1d`. */
  readonly name: string;
  /** All its options, defaults included. */
  readonly options: { readonly name?: string | undefined; readonly [option: string]: unknown };
}

/**
 * A layer of a network. Called with a tensor (merging layers: with several) it returns its output, as Keras' layers do.
 * A layer that is called twice has the same parameters in both places.
 * @throws {AffektError} `invalid-argument`, with the layer's name, when the shapes do not fit.
 */
export interface Layer {
  (...inputs: readonly SymbolicTensor[]): SymbolicTensor;
  readonly config: LayerConfig;
  /** The parts of the layer, one after another. */
  readonly operations: readonly Operation[];
}

/** Options of `input`. */
export interface InputOptions {
  /** The first dimension is time, and each sequence of a batch comes with its length. Later frames are ignored. Default false. */
  readonly lengths?: boolean;
}

/**
 * The input of a network, Keras' `Input`: `[features]`, `[time, channels]` or `[height, width, channels]`.
 * @throws {AffektError} `invalid-argument` for a dimension that is no integer from 1, or lengths without time.
 */
export function input(shape: Shape, { lengths = false }: InputOptions = {}): SymbolicTensor {
  if (shape.length === 0 || !shape.every((dim) => Number.isInteger(dim) && dim >= 1)) {
    throw new AffektError(
      "invalid-argument",
      `input: each dimension must be an integer from 1, got ${formatShape(shape)}`,
    );
  }
  if (lengths && shape.length === 1) {
    throw new AffektError(
      "invalid-argument",
      `input: lengths need time and at least one dimension behind it, got ${formatShape(shape)}`,
    );
  }
  return { ...specOf(shape), hasLengths: lengths };
}

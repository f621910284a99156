/** Numbers of element types in ONNX' `TensorProto.DataType`. */
export const ONNX_TYPES = { float32: 1, int64: 7, float64: 11 } as const;

/** An attribute of a node: an integer, several integers, a float, or a graph that the operator runs. */
export type Attribute = number | readonly number[] | { readonly float: number } | OnnxGraph;

/** An operator of a graph: its type, the names of its inputs and outputs, its attributes. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant of a graph, row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array;
}

/** An input or output of a graph. A dimension given by name is dynamic. */
export interface OnnxValue {
  readonly name: string;
  /** Default float32. */
  readonly type?: "float32" | "float64";
  /** Undefined for any shape. */
  readonly dims?: readonly (number | string)[];
}

/** A graph: that of a model, or one that an operator such as `Scan` runs. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** The contents of a model file that Affekt writes. */
export interface OnnxModel extends OnnxGraph {
  readonly metadata: Readonly<Record<string, string>>;
}

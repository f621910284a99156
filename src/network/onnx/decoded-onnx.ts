import type { Attribute } from "./onnx.ts";

/** The version of the operators of a domain. `domain` is empty for ONNX' own. */
export interface DecodedOpset {
  readonly domain: string;
  readonly version: number;
}

/** An entry of `metadata_props`. Keys may repeat. */
export interface DecodedMetadata {
  readonly key: string;
  readonly value: string;
}

/** An attribute of a node. */
export interface DecodedAttribute {
  readonly name: string;
  /** An `AttributeProto.AttributeType`: 1 float, 2 int, 3 string, 4 tensor, 5 graph, 7 ints. */
  readonly type: number;
  /** Undefined for subgraphs, which are not read, and for what Affekt does not write: strings, tensors and lists of other kinds. */
  readonly value: Attribute | undefined;
}

/** An operator of a graph. */
export interface DecodedNode {
  readonly type: string;
  /** Empty for ONNX' own operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly DecodedAttribute[];
}

/** A constant of a graph, an `initializer`. */
export interface DecodedTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** A `TensorProto.DataType`, see `ONNX_TYPES`. */
  readonly dataType: number;
  /** Whether the values are in another file. */
  readonly external: boolean;
  /** Its `raw_data` or packed `float_data`, a view of the file's bytes: little-endian values, row-major. */
  readonly bytes: Uint8Array;
}

/** An input or output of a graph. */
export interface DecodedValue {
  readonly name: string;
  /** A `TensorProto.DataType`, or 0 for what is no tensor. */
  readonly dataType: number;
  /** Numbers and names of dynamic dimensions. Undefined for what is no tensor or has no shape. */
  readonly dims: readonly (number | string)[] | undefined;
}

/** An ONNX file as data, whoever wrote it. Only its protobuf encoding has been checked. */
export interface DecodedOnnx {
  readonly irVersion: number;
  readonly opsets: readonly DecodedOpset[];
  readonly metadata: readonly DecodedMetadata[];
  readonly nodes: readonly DecodedNode[];
  readonly tensors: readonly DecodedTensor[];
  readonly inputs: readonly DecodedValue[];
  readonly outputs: readonly DecodedValue[];
  /**
   * Fields that Affekt's own files do not have, each once, by message and name, such as `ModelProto.functions`, `AttributeProto.t`,
   * `TensorProto.external_data` or `NodeProto.99`.
   */
  readonly foreign: readonly string[];
}

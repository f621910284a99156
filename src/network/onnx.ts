import { PbfReader, PbfWriter } from "pbf";

/** Element types of ONNX tensors that Affekt's graphs use, by their number in `TensorProto.DataType`. */
export const ONNX_TYPES = { float32: 1, int64: 7, bool: 9 } as const;

/** One of the element types that Affekt's graphs use. */
export type OnnxType = keyof typeof ONNX_TYPES;

/** An attribute of a node: a whole number is written as INT, any other as FLOAT; wrap a whole number in `float()` to force FLOAT. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** One operator of a graph: its type, the names of what goes in and comes out, its attributes. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant of a graph: little-endian values, row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An input or output of a graph; a dimension given by name is dynamic. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

/** A model as it stands in a file. */
export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

const IR_VERSION = 8;
const OPSET = 17;

/** The bytes of an ONNX file (IR version 8, opset 17: ONNX Runtime 1.17 and newer). Source: onnx.proto3. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, "affekt");
  pbf.writeMessage(7, writeGraph, model);
  pbf.writeMessage(8, writeOpset, OPSET);
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(14, writeEntry, entry);
  return pbf.finish();
}

function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, "");
  pbf.writeVarintField(2, version);
}

function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeGraph(model: OnnxModel, pbf: PbfWriter): void {
  for (const node of model.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, "affekt");
  for (const tensor of model.tensors) pbf.writeMessage(5, writeTensor, tensor);
  for (const value of model.inputs) pbf.writeMessage(11, writeValue, value);
  for (const value of model.outputs) pbf.writeMessage(12, writeValue, value);
}

function writeNode(node: OnnxNode, pbf: PbfWriter): void {
  for (const name of node.inputs) pbf.writeStringField(1, name);
  for (const name of node.outputs) pbf.writeStringField(2, name);
  pbf.writeStringField(4, node.type);
  for (const entry of Object.entries(node.attributes)) {
    pbf.writeMessage(5, writeAttribute, entry);
  }
}

const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

function writeAttribute([name, value]: readonly [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === "string") {
    pbf.writeStringField(4, value);
    pbf.writeVarintField(20, ATTRIBUTE_TYPES.string);
  } else if (typeof value === "number" && Number.isInteger(value)) {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, ATTRIBUTE_TYPES.int);
  } else if (typeof value === "number") {
    pbf.writeFloatField(2, value);
    pbf.writeVarintField(20, ATTRIBUTE_TYPES.float);
  } else if ("float" in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, ATTRIBUTE_TYPES.float);
  } else {
    for (const item of value) pbf.writeVarintField(8, item);
    pbf.writeVarintField(20, ATTRIBUTE_TYPES.ints);
  }
}

function writeTensor({ name, dims, data }: OnnxTensor, pbf: PbfWriter): void {
  for (const dim of dims) pbf.writeVarintField(1, dim);
  const type = data instanceof Float32Array ? "float32" : "int64";
  pbf.writeVarintField(2, ONNX_TYPES[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, type, dims }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, { type, dims });
}

type TensorType = Pick<OnnxValue, "type" | "dims">;

function writeType(value: TensorType, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, value);
}

function writeTensorType({ type, dims }: TensorType, pbf: PbfWriter): void {
  pbf.writeVarintField(1, ONNX_TYPES[type]);
  pbf.writeMessage(2, writeShape, dims);
}

function writeShape(dims: TensorType["dims"], pbf: PbfWriter): void {
  for (const dim of dims) pbf.writeMessage(1, writeDimension, dim);
}

function writeDimension(dim: number | string, pbf: PbfWriter): void {
  if (typeof dim === "number") pbf.writeVarintField(1, dim);
  else pbf.writeStringField(2, dim);
}

/** What Affekt reads back from an ONNX file. */
export interface OnnxContent {
  readonly metadata: Readonly<Record<string, string>>;
  /** The graph's constants of float32, by name. */
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
}

/**
 * The metadata and the float32 constants of an ONNX file; `undefined` where the bytes are not a whole ONNX model.
 * A file that was cut short ends inside a message, which shows.
 */
export function decodeOnnx(bytes: Uint8Array): OnnxContent | undefined {
  try {
    return readModel(new PbfReader(bytes));
  } catch {
    return undefined;
  }
}

function readModel(pbf: PbfReader): OnnxContent | undefined {
  const metadata: Record<string, string> = {};
  const tensors = new Map<string, OnnxTensor>();
  let graphs = 0;
  let version = 0;
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) version = pbf.readVarint();
    else if (field === 7) {
      graphs++;
      readGraph(pbf, messageEnd(pbf), tensors);
    } else if (field === 14) readEntry(pbf, messageEnd(pbf), metadata);
    else pbf.skip((field << 3) | pbf.type);
    if (pbf.pos > pbf.length) return undefined;
  }
  return version > 0 && graphs === 1 ? { metadata, tensors } : undefined;
}

function messageEnd(pbf: PbfReader): number {
  const size = pbf.readVarint();
  if (pbf.pos + size > pbf.length) throw new RangeError("a message beyond the end");
  return pbf.pos + size;
}

function readEntry(pbf: PbfReader, end: number, metadata: Record<string, string>): void {
  let key = "";
  let value = "";
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) key = pbf.readString();
    else if (field === 2) value = pbf.readString();
  }
  metadata[key] = value;
}

function readGraph(pbf: PbfReader, end: number, tensors: Map<string, OnnxTensor>): void {
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field !== 5) continue;
    const tensor = readTensor(pbf, messageEnd(pbf));
    if (tensor !== undefined) tensors.set(tensor.name, tensor);
  }
}

function readTensor(pbf: PbfReader, end: number): OnnxTensor | undefined {
  const dims: number[] = [];
  let type = 0;
  let name = "";
  let raw = new Uint8Array(0);
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) pbf.readPackedVarint(dims);
    else if (field === 2) type = pbf.readVarint();
    else if (field === 8) name = pbf.readString();
    else if (field === 9) raw = Uint8Array.from(pbf.readBytes());
  }
  if (type !== ONNX_TYPES.float32) return undefined;
  return { name, dims, data: new Float32Array(raw.buffer) };
}

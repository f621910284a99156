import { PbfReader } from "pbf";
import { ONNX_TYPES, type OnnxTensor } from "./onnx.ts";

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
  }
  return version > 0 && graphs === 1 && pbf.pos === pbf.length ? { metadata, tensors } : undefined;
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

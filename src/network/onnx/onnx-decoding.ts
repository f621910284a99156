import { AffektError } from "../../errors.ts";
import type {
  DecodedAttribute,
  DecodedMetadata,
  DecodedNode,
  DecodedOnnx,
  DecodedOpset,
  DecodedTensor,
  DecodedValue,
} from "./decoded-onnx.ts";
import { type Attribute, ONNX_TYPES } from "./onnx.ts";
import { foreignField } from "./onnx-fields.ts";
import {
  appendIntegers,
  bytesOf,
  FieldBudget,
  floatOf,
  integerOf,
  type ProtobufField,
  protobufFields,
  textOf,
} from "./protobuf-fields.ts";

/** Nodes, names, dimensions and the like in a file. Affekt's largest networks have some thousands. */
const MAX_PARTS = 2 ** 18;

/**
 * Reads the whole structure of an ONNX file, in time and memory bounded by the length of `bytes`.
 * Nothing is read from elsewhere, and values are not copied.
 * @throws {AffektError} `unreadable` when the bytes are not one whole ONNX model, or it has an absurd number of parts.
 */
export function decodeOnnx(bytes: Uint8Array): DecodedOnnx {
  try {
    return new Decoder().model(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("unreadable", `not a whole ONNX model: ${reason}`, { cause });
  }
}

/** The float32 values of a constant, copied. Undefined where they have another type or place, or do not fit the dimensions. */
export function floatsOf({
  dims,
  dataType,
  external,
  bytes,
}: DecodedTensor): Float32Array | undefined {
  const size = dims.reduce((product, dim) => product * dim, 4);
  const fits = bytes.length === size && dims.every((dim) => dim >= 0);
  if (external || dataType !== ONNX_TYPES.float32 || !fits) return undefined;
  // a copy, which `slice` of a Buffer would not be
  return new Float32Array(new Uint8Array(bytes).buffer);
}

type Read = (field: ProtobufField) => void;
type Graph = Pick<DecodedOnnx, "nodes" | "tensors" | "inputs" | "outputs">;
type ValueType = Omit<DecodedValue, "name">;

/** Reads the messages of onnx.proto3. */
class Decoder {
  readonly #budget = new FieldBudget(MAX_PARTS);
  readonly #foreign = new Set<string>();

  model(bytes: Uint8Array): DecodedOnnx {
    let irVersion = 0;
    let graph: Graph | undefined;
    const opsets: DecodedOpset[] = [];
    const metadata: DecodedMetadata[] = [];
    this.#read("ModelProto", bytes, {
      1: (field) => (irVersion = integerOf(field)),
      2: textOf, // producer_name
      3: textOf, // producer_version
      7: (field) => (graph = once(graph, this.#graph(bytesOf(field)))),
      8: (field) => opsets.push(this.#opset(bytesOf(field))),
      14: (field) => metadata.push(this.#entry(bytesOf(field))),
    });
    if (irVersion < 1 || graph === undefined) throw new RangeError("it has no graph");
    return { irVersion, opsets, metadata, ...graph, foreign: [...this.#foreign] };
  }

  #opset(bytes: Uint8Array): DecodedOpset {
    let domain = "";
    let version = 0;
    this.#read("OperatorSetIdProto", bytes, {
      1: (field) => (domain = textOf(field)),
      2: (field) => (version = integerOf(field)),
    });
    return { domain, version };
  }

  #entry(bytes: Uint8Array): DecodedMetadata {
    let key = "";
    let content = "";
    this.#read("StringStringEntryProto", bytes, {
      1: (field) => (key = textOf(field)),
      2: (field) => (content = textOf(field)),
    });
    return { key, value: content };
  }

  #graph(bytes: Uint8Array): Graph {
    const nodes: DecodedNode[] = [];
    const tensors: DecodedTensor[] = [];
    const inputs: DecodedValue[] = [];
    const outputs: DecodedValue[] = [];
    this.#read("GraphProto", bytes, {
      1: (field) => nodes.push(this.#node(bytesOf(field))),
      2: textOf, // name
      5: (field) => tensors.push(this.#tensor(bytesOf(field))),
      11: (field) => inputs.push(this.#value(bytesOf(field))),
      12: (field) => outputs.push(this.#value(bytesOf(field))),
    });
    return { nodes, tensors, inputs, outputs };
  }

  #node(bytes: Uint8Array): DecodedNode {
    let type = "";
    let domain = "";
    const inputs: string[] = [];
    const outputs: string[] = [];
    const attributes: DecodedAttribute[] = [];
    this.#read("NodeProto", bytes, {
      1: (field) => inputs.push(textOf(field)),
      2: (field) => outputs.push(textOf(field)),
      4: (field) => (type = textOf(field)),
      5: (field) => attributes.push(this.#attribute(bytesOf(field))),
      7: (field) => (domain = textOf(field)),
    });
    return { type, domain, inputs, outputs, attributes };
  }

  #attribute(bytes: Uint8Array): DecodedAttribute {
    let name = "";
    let type = 0;
    let float = 0;
    let int = 0;
    const ints: number[] = [];
    this.#read("AttributeProto", bytes, {
      1: (field) => (name = textOf(field)),
      2: (field) => (float = floatOf(field)),
      3: (field) => (int = integerOf(field)),
      6: bytesOf, // a subgraph, such as the step of a Scan, which is not read
      8: (field) => appendIntegers(ints, field, this.#budget),
      20: (field) => (type = integerOf(field)),
    });
    const values: Readonly<Record<number, Attribute>> = { 1: { float }, 2: int, 7: ints };
    return { name, type, value: values[type] };
  }

  #tensor(bytes: Uint8Array): DecodedTensor {
    let name = "";
    let dataType = 0;
    let external = false;
    let raw = new Uint8Array(0);
    const dims: number[] = [];
    this.#read(
      "TensorProto",
      bytes,
      {
        1: (field) => appendIntegers(dims, field, this.#budget),
        2: (field) => (dataType = integerOf(field)),
        4: (field) => (raw = bytesOf(field)), // float_data, which is packed and so lies as raw_data does
        8: (field) => (name = textOf(field)),
        9: (field) => (raw = bytesOf(field)),
      },
      // data_location: 0 is here, 1 is elsewhere
      (field) =>
        (external ||= field.number === 13 || (field.number === 14 && integerOf(field) > 0)),
    );
    return { name, dims, dataType, external, bytes: raw };
  }

  #value(bytes: Uint8Array): DecodedValue {
    let name = "";
    let type: ValueType | undefined;
    this.#read("ValueInfoProto", bytes, {
      1: (field) => (name = textOf(field)),
      2: (field) => (type = once(type, this.#type(bytesOf(field)))),
    });
    return { name, ...(type ?? { dataType: 0, dims: undefined }) };
  }

  #type(bytes: Uint8Array): ValueType {
    let dataType = 0;
    let dims: (number | string)[] | undefined;
    this.#read("TypeProto", bytes, {
      1: (field) =>
        this.#read("TypeProto.Tensor", bytesOf(field), {
          1: (field) => (dataType = integerOf(field)),
          2: (field) => (dims = once(dims, this.#shape(bytesOf(field)))),
        }),
    });
    return { dataType, dims };
  }

  #shape(bytes: Uint8Array): (number | string)[] {
    const dims: (number | string)[] = [];
    this.#read("TensorShapeProto", bytes, {
      1: (field) => {
        let dim: number | string = "";
        this.#read("TensorShapeProto.Dimension", bytesOf(field), {
          1: (field) => (dim = integerOf(field)),
          2: (field) => (dim = textOf(field)),
        });
        dims.push(dim);
      },
    });
    return dims;
  }

  /** Gives each field of a message to the function for its number, and notes the others as foreign. */
  #read(
    message: string,
    bytes: Uint8Array,
    known: Readonly<Record<number, Read>>,
    foreign?: Read,
  ): void {
    for (const field of protobufFields(bytes, this.#budget)) {
      const { number } = field;
      const read = known[number];
      if (read !== undefined) read(field);
      else {
        foreign?.(field);
        this.#foreign.add(foreignField(message, number));
      }
    }
  }
}

/** The value of a field that must not repeat. */
function once<T>(before: T | undefined, value: T): T {
  if (before === undefined) return value;
  throw new RangeError("it has a part twice");
}

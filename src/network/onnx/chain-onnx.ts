import { PbfWriter } from "pbf";
import {
  bytesOf,
  FieldBudget,
  type ProtobufField,
  protobufFields,
  textOf,
} from "./protobuf-fields.ts";
import { IR_VERSION, OPSET, PRODUCER, writeEntry, writeOpset } from "./onnx-encoding.ts";

/** A graph of a chain: the bytes of its ONNX file, with one input and one output. */
export interface ChainPart {
  /** Stands before the names of its values, such as `mel/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The ONNX file of several graphs, one after the other: the output of each is the input of the next. Its input is that of the first
 * graph, its output that of the last. All must be of IR version 8 and opset 17, without graphs inside operators.
 */
export function chainOnnx(
  parts: readonly ChainPart[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const graph = new PbfWriter();
  const graphs = parts.map(readGraph);
  const [first, last] = [graphs[0]!, graphs.at(-1)!];
  for (const [i, { nodes, tensors, input, output, prefix }] of graphs.entries()) {
    const before = graphs[i - 1];
    const rename = (name: string): string => {
      if (name === "") return "";
      if (name === input.name)
        return before === undefined ? name : before.prefix + before.output.name;
      return name === output.name && i === graphs.length - 1 ? name : prefix + name;
    };
    for (const node of nodes) {
      graph.writeBytesField(
        1,
        renamed(node, (number) => number === 1 || number === 2, rename),
      );
    }
    for (const tensor of tensors) {
      graph.writeBytesField(
        5,
        renamed(tensor, (number) => number === 8, rename),
      );
    }
  }
  graph.writeStringField(2, PRODUCER);
  graph.writeBytesField(11, first.input.bytes);
  graph.writeBytesField(12, last.output.bytes);
  const model = new PbfWriter();
  model.writeVarintField(1, IR_VERSION);
  model.writeStringField(2, PRODUCER);
  model.writeBytesField(7, graph.finish());
  model.writeMessage(8, writeOpset, OPSET);
  for (const entry of Object.entries(metadata)) model.writeMessage(14, writeEntry, entry);
  return model.finish() as Uint8Array<ArrayBuffer>;
}

interface Value {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Graph {
  readonly prefix: string;
  readonly nodes: readonly Uint8Array[];
  readonly tensors: readonly Uint8Array[];
  readonly input: Value;
  readonly output: Value;
}

function readGraph({ name, bytes }: ChainPart): Graph {
  const graph = fieldsOf(bytes).find(({ number }) => number === 7)!;
  const fields = fieldsOf(bytesOf(graph));
  const all = (number: number): Uint8Array[] =>
    fields.filter((field) => field.number === number).map(bytesOf);
  const value = (number: number): Value => {
    const [own, ...others] = all(number);
    if (own === undefined || others.length > 0)
      throw new Error(`${name}: needs one input and one output`);
    return { name: textOf(fieldsOf(own).find((field) => field.number === 1)!), bytes: own };
  };
  return {
    prefix: `${name}/`,
    nodes: all(1),
    tensors: all(5),
    input: value(11),
    output: value(12),
  };
}

function fieldsOf(bytes: Uint8Array): ProtobufField[] {
  return [...protobufFields(bytes, new FieldBudget(bytes.length))];
}

/** A message in which the texts of some fields have other names. */
function renamed(
  bytes: Uint8Array,
  isName: (number: number) => boolean,
  rename: (name: string) => string,
): Uint8Array {
  const pbf = new PbfWriter();
  for (const field of fieldsOf(bytes)) {
    const { number, type, value } = field;
    if (isName(number)) pbf.writeStringField(number, rename(textOf(field)));
    else if (type === "bytes") pbf.writeBytesField(number, value);
    else if (type === "varint") pbf.writeVarintField(number, value);
    else if (type === "float") pbf.writeFloatField(number, value);
    else pbf.writeDoubleField(number, value);
  }
  return pbf.finish();
}

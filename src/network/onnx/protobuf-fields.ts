import { PbfReader } from "pbf";

/** A field of a protobuf message: its number and its value as it is encoded. */
export type ProtobufField = { readonly number: number } & (
  | { readonly type: "varint" | "float" | "double"; readonly value: number }
  /** Text, a message, bytes or a packed list. */
  | { readonly type: "bytes"; readonly value: Uint8Array<ArrayBuffer> }
);

/** Counts the fields that are read, so that small hostile files cannot take much memory. */
export class FieldBudget {
  #left: number;

  constructor(fields: number) {
    this.#left = fields;
  }

  /** @throws {RangeError} when more than the budget was spent. */
  spend(fields: number): void {
    this.#left -= fields;
    if (this.#left < 0) throw new RangeError("it has too many parts");
  }
}

/**
 * The fields of a protobuf message in their order. Embedded messages come as views of the bytes and are not read.
 * Varints are signed 64-bit integers. Those beyond ±2^53 are rounded.
 * @throws {Error} when the bytes are not one whole message, or the budget is spent.
 */
export function* protobufFields(bytes: Uint8Array, budget: FieldBudget): Generator<ProtobufField> {
  const pbf = new PbfReader(bytes);
  for (let number = pbf.nextField(); number > 0; number = pbf.nextField()) {
    budget.spend(1);
    const field = readField(pbf, number);
    assertInside(pbf);
    yield field;
  }
  if (pbf.pos !== pbf.length) throw new RangeError("it has a field without a number");
}

/** The integer of a field. @throws {TypeError} when the field holds something else. */
export function integerOf(field: ProtobufField): number {
  if (field.type === "varint") return field.value;
  throw wrongType(field);
}

/** The float32 of a field. @throws {TypeError} when the field holds something else. */
export function floatOf(field: ProtobufField): number {
  if (field.type === "float") return field.value;
  throw wrongType(field);
}

/** The bytes of a field, a view. @throws {TypeError} when the field holds a number. */
export function bytesOf(field: ProtobufField): Uint8Array<ArrayBuffer> {
  if (field.type === "bytes") return field.value;
  throw wrongType(field);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a field. @throws {TypeError} when the field does not hold UTF-8. */
export function textOf(field: ProtobufField): string {
  return UTF8.decode(bytesOf(field));
}

/** Appends the integers of a field to a list: one, or those of a packed list. @throws {Error} as `protobufFields`. */
export function appendIntegers(list: number[], field: ProtobufField, budget: FieldBudget): void {
  if (field.type === "varint") {
    list.push(field.value);
    return;
  }
  const pbf = new PbfReader(bytesOf(field));
  while (pbf.pos < pbf.length) {
    budget.spend(1);
    list.push(pbf.readVarint(true));
    assertInside(pbf);
  }
}

function readField(pbf: PbfReader, number: number): ProtobufField {
  switch (pbf.type) {
    case 0:
      return { number, type: "varint", value: pbf.readVarint(true) };
    case 1:
      return { number, type: "double", value: pbf.readDouble() };
    case 2:
      return { number, type: "bytes", value: pbf.readBytes() as Uint8Array<ArrayBuffer> };
    case 5:
      return { number, type: "float", value: pbf.readFloat() };
    default:
      throw new RangeError("it has a field of no known type");
  }
}

function assertInside(pbf: PbfReader): void {
  if (pbf.pos > pbf.length) throw new RangeError("it ends within a field");
}

function wrongType({ number, type }: ProtobufField): TypeError {
  return new TypeError(`it has a ${type} in field ${number}, where something else must be`);
}

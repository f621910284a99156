import { AffektError } from "../errors.ts";
import { MAGIC } from "./npy-encoding.ts";

/** An array as NumPy keeps it: numbers or text, in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | readonly string[];
}

/**
 * Reads a `.npy` file of numbers, truth values or text, of either byte order and layout. float32 stay as they are, other numbers
 * become float64; `name` is for messages. Errors: `unreadable` for what is damaged, `unsupported` for other types.
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy = MAGIC.every((byte, i) => bytes[i] === byte);
  if (!isNpy || bytes.length < 12) throw damaged(name);
  const wide = bytes[6]! > 1;
  const headerStart = wide ? 12 : 10;
  const start = headerStart + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(headerStart, start));
  const [, dtype] = /'descr': '([^']*)'/.exec(header) ?? [];
  const [, tuple] = /'shape': \(([^)]*)\)/.exec(header) ?? [];
  if (tuple === undefined) throw damaged(name);
  const shape = tuple.split(",").flatMap((part) => (part.trim() === "" ? [] : Number(part)));
  const count = shape.reduce((product, dim) => product * dim, 1);
  const read = dtype === undefined ? undefined : readerOf(dtype);
  if (read === undefined) {
    throw new AffektError(
      "unsupported",
      `${name}: holds ${dtype ?? "structured values"}; numbers and text (dtype U) can be read`,
    );
  }
  if (start + count * read.size > bytes.length) throw damaged(name);
  const order = header.includes("'fortran_order': True") ? fortranOrder(shape) : (i: number) => i;
  const at = (i: number): number => start + order(i) * read.size;
  if (read.kind === "text") {
    return { shape, values: Array.from({ length: count }, (_, i) => read.at(view, at(i))) };
  }
  const values = read.isFloat32 ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read.at(view, at(i));
  return { shape, values };
}

type Reader =
  | { kind: "text"; size: number; at: (view: DataView, at: number) => string }
  | {
      kind: "number";
      size: number;
      isFloat32: boolean;
      at: (view: DataView, at: number) => number;
    };

function readerOf(dtype: string): Reader | undefined {
  const little = !dtype.startsWith(">");
  const [, letter = "", digits = ""] = /^[<>|=]?([a-zA-Z?])(\d*)$/.exec(dtype) ?? [];
  const size = Number(digits) * (letter === "U" ? 4 : 1);
  const number = (at: (view: DataView, at: number) => number): Reader => ({
    kind: "number",
    size: Number(digits),
    isFloat32: letter === "f" && digits === "4",
    at,
  });
  switch (letter + (letter === "U" || letter === "S" ? "" : digits)) {
    case "U":
      return { kind: "text", size, at: (view, at) => readPoints(view, at, size, little) };
    case "S":
      return { kind: "text", size, at: (view, at) => readBytes(view, at, size) };
    case "f4":
      return number((view, at) => view.getFloat32(at, little));
    case "f8":
      return number((view, at) => view.getFloat64(at, little));
    case "b1":
    case "u1":
      return number((view, at) => view.getUint8(at));
    case "i1":
      return number((view, at) => view.getInt8(at));
    case "u2":
      return number((view, at) => view.getUint16(at, little));
    case "i2":
      return number((view, at) => view.getInt16(at, little));
    case "u4":
      return number((view, at) => view.getUint32(at, little));
    case "i4":
      return number((view, at) => view.getInt32(at, little));
    case "u8":
      return number((view, at) => Number(view.getBigUint64(at, little)));
    case "i8":
      return number((view, at) => Number(view.getBigInt64(at, little)));
    default:
      return undefined;
  }
}

function readPoints(view: DataView, at: number, size: number, little: boolean): string {
  let text = "";
  for (let i = at; i < at + size; i += 4) {
    const point = view.getUint32(i, little);
    if (point !== 0) text += String.fromCodePoint(point);
  }
  return text;
}

function readBytes({ buffer, byteOffset }: DataView, at: number, size: number): string {
  return new TextDecoder()
    .decode(new Uint8Array(buffer, byteOffset + at, size))
    .replaceAll("\0", "");
}

// Where the element stands that comes at place i in C order.
function fortranOrder(shape: readonly number[]): (i: number) => number {
  return (i) => {
    let rest = i;
    let stride = shape.reduce((product, dim) => product * dim, 1);
    let place = 0;
    for (let d = shape.length - 1; d >= 0; d--) {
      stride /= shape[d]!;
      place += (rest % shape[d]!) * stride;
      rest = Math.floor(rest / shape[d]!);
    }
    return place;
  };
}

function damaged(name: string): AffektError {
  return new AffektError("unreadable", `${name}: is not a whole NumPy array`);
}

import { AffektError } from "../../errors.ts";
import { MAGIC } from "./npy-encoding.ts";
import { type ElementReader, readerOf } from "./npy-elements.ts";

/** The header of a `.npy` file. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** The number of elements. */
  readonly count: number;
  readonly isFortranOrder: boolean;
  readonly reader: ElementReader;
  /** The offset of the elements, in bytes. */
  readonly start: number;
}

/** The longest header that is read. NumPy's own are below 200 bytes for arrays without fields. */
export const LONGEST_HEADER = 4096;

/**
 * Reads the header of a `.npy` file of `size` bytes from its first `LONGEST_HEADER` ones. `name` is what messages call the array.
 * @throws {AffektError} unreadable: for what is damaged, or a shape that needs more bytes than there are
 * @throws {AffektError} unsupported: for elements that are neither numbers nor text
 */
export function parseNpyHeader(bytes: Uint8Array, size: number, name: string): NpyHeader {
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || bytes.length < 12) throw damaged(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6]! > 1;
  const textStart = isLong ? 12 : 10;
  const start = textStart + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(textStart, start));
  const [, dtype] = /'descr': '([^']*)'/.exec(header) ?? [];
  const [, tuple = "?"] = /'shape': \(([^)]*)\)/.exec(header) ?? [];
  const shape = tuple
    .replace(/, ?$/, "")
    .split(",")
    .filter((part) => part !== "")
    .map((part) => (/^ ?\d{1,15}$/.test(part) ? Number(part) : NaN));
  const count = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(count)) throw damaged(name);
  const reader = dtype === undefined ? undefined : readerOf(dtype);
  if (reader === undefined) throw unknownElements(dtype, name);
  if (!(start + count * reader.size <= size)) throw damaged(name);
  return { shape, count, isFortranOrder: header.includes("'fortran_order': True"), reader, start };
}

function unknownElements(dtype: string | undefined, name: string): AffektError {
  const held = dtype?.endsWith("O") ? "Python objects" : (dtype ?? "structured values");
  const remedy = dtype?.endsWith("O") ? "; save them as text, such as values.astype(str)" : "";
  return new AffektError(
    "unsupported",
    `${name}: holds ${held}; numbers and text (dtype U) can be read${remedy}`,
  );
}

function damaged(name: string): AffektError {
  return new AffektError("unreadable", `${name}: is not a whole NumPy array`);
}

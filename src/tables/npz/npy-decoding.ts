import { AffektError } from "../../errors.ts";
import type { NpyHeader } from "./npy-header.ts";

/** An array as NumPy keeps it, in C order: numbers or text. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | readonly string[];
}

/**
 * The elements of a `.npy` file of either byte order and layout. float32 stay as they are, other numbers become float64.
 * `name` is what messages call the array.
 *
 * @throws {AffektError} bad-data: for text that is not valid
 */
export function decodeNpy(header: NpyHeader, bytes: Uint8Array, name: string): NpyArray {
  const { shape, count, reader, start, isFortranOrder } = header;
  const order = isFortranOrder && shape.length > 1 ? fortranOrder(shape) : undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  if (reader.kind === "text") {
    const text = Array.from({ length: count }, (_, i) => {
      const element = reader.at(view, (order?.(i) ?? i) * reader.size);
      if (element !== undefined) return element;
      throw new AffektError("bad-data", `${name}: element ${i + 1} is not valid Unicode text`);
    });
    return { shape, values: text };
  }
  if (reader.isFloat32 && order === undefined && view.byteOffset % 4 === 0) {
    return { shape, values: new Float32Array(view.buffer as ArrayBuffer, view.byteOffset, count) };
  }
  const values = reader.isFloat32 ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = reader.at(view, (order === undefined ? i : order(i)) * reader.size);
  }
  return { shape, values };
}

/** The index of element i in C order. */
function fortranOrder(shape: readonly number[]): (i: number) => number {
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, n) => product * n, 1));
  return (i) => {
    let rest = i;
    let place = 0;
    for (let d = shape.length - 1; d >= 0; d--) {
      place += (rest % shape[d]!) * strides[d]!;
      rest = Math.floor(rest / shape[d]!);
    }
    return place;
  };
}

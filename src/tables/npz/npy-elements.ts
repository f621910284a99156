/** Reads the elements of an array of NumPy's. */
export type ElementReader = TextReader | NumberReader;

/** Reads text. */
export interface TextReader {
  readonly kind: "text";
  /** Bytes of an element. */
  readonly size: number;
  /** The element at a byte. `undefined` where it is not valid text. */
  readonly at: (view: DataView, at: number) => string | undefined;
}

/** Reads numbers. */
export interface NumberReader {
  readonly kind: "number";
  /** Bytes of an element. */
  readonly size: number;
  /** Little-endian float32, as features are. */
  readonly isFloat32: boolean;
  /** The element at a byte. */
  readonly at: (view: DataView, at: number) => number;
}

type ReadNumber = (view: DataView, at: number, little: boolean) => number;

const NUMBERS: Readonly<Record<string, ReadNumber>> = {
  f2: (view, at, little) => float16(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
};

/** Of NumPy's units of time, how many seconds one takes, and how many of them a second takes. */
const UNITS: Readonly<Record<string, readonly [seconds: number, perSecond: number]>> = {
  h: [3600, 1],
  m: [60, 1],
  s: [1, 1],
  ms: [1, 1e3],
  us: [1, 1e6],
  ns: [1, 1e9],
};

/** NumPy's length of time that is not known. */
const NOT_A_TIME = -(2n ** 63n);

/** The reader for elements of a dtype such as `<f4`. `undefined` where they are neither numbers, text nor lengths of time. */
export function readerOf(dtype: string): ElementReader | undefined {
  const [, order, letter = "", digits = "", unit] =
    /^([<>|=]?)([a-zA-Z?])(\d{0,9})(?:\[(\w+)\])?$/.exec(dtype) ?? [];
  const isLittle = order !== ">";
  const size = Number(digits);
  if (letter === "U") {
    return { kind: "text", size: 4 * size, at: (view, at) => codePoints(view, at, size, isLittle) };
  }
  if (letter === "S") return { kind: "text", size, at: (view, at) => utf8(view, at, size) };
  const read = unit === undefined ? NUMBERS[letter + digits] : timeReader(letter + digits, unit);
  if (read === undefined) return undefined;
  const isFloat32 = letter === "f" && size === 4 && isLittle;
  return { kind: "number", size, isFloat32, at: (view, at) => read(view, at, isLittle) };
}

function timeReader(type: string, unit: string): ReadNumber | undefined {
  if (type !== "m8" || !Object.hasOwn(UNITS, unit)) return undefined;
  const [seconds, perSecond] = UNITS[unit]!;
  return (view, at, little) => {
    const count = view.getBigInt64(at, little);
    return count === NOT_A_TIME ? NaN : (Number(count) * seconds) / perSecond;
  };
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function codePoints(
  view: DataView,
  at: number,
  length: number,
  little: boolean,
): string | undefined {
  let text = "";
  for (let i = 0; i < length; i++) {
    const point = view.getUint32(at + 4 * i, little);
    if (point > 0x10ffff) return undefined;
    text += String.fromCodePoint(point);
  }
  return text.isWellFormed() ? withoutPadding(text) : undefined;
}

function utf8({ buffer, byteOffset }: DataView, at: number, length: number): string | undefined {
  try {
    const bytes = new Uint8Array(buffer, byteOffset + at, length);
    return withoutPadding(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Text without the zeros behind it. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\0") end--;
  return text.slice(0, end);
}

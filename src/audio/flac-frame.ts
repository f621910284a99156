import { makeCrc } from "./crc.ts";
import type { FlacBits } from "./flac-bits.ts";
import { restoreFixed, restoreLinear } from "./flac-prediction.ts";

const crc8 = makeCrc(8, 0x07);
const crc16 = makeCrc(16, 0x8005);

const SAMPLE_BITS: readonly number[] = [0, 8, 12, -1, 16, 20, 24, 32];
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

/** What the stream's own header says that every frame has to agree with. */
export interface FlacLayout {
  readonly channelCount: number;
  readonly sampleBits: number;
}

/** One decoded frame. */
interface FlacFrame {
  /** Samples a channel. */
  readonly size: number;
  /** Number of the frame, or of its first sample where `variable`. */
  readonly number: number;
  readonly variable: boolean;
  /** The offset after the frame. */
  readonly end: number;
}

/**
 * Decodes the frame at a byte into `channels` (grown where too short) and undoes its stereo decorrelation.
 * Undefined where there is no whole, intact frame: both check sums have to fit. Source: RFC 9639, section 9.
 */
export function decodeFlacFrame(
  bytes: Uint8Array,
  bits: FlacBits,
  start: number,
  { channelCount, sampleBits }: FlacLayout,
  channels: Int32Array[],
): FlacFrame | undefined {
  if (bytes[start] !== 0xff || (bytes[start + 1]! & 0xfe) !== 0xf8) return undefined;
  bits.seek(start + 1);
  const variable = (bits.unsigned(8) & 1) === 1;
  const sizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const bitsCode = bits.unsigned(3);
  const reserved = bits.unsigned(1);
  const number = codedNumber(bits);
  const size = blockSize(sizeCode, bits);
  if (rateCode >= 12) bits.unsigned(rateCode === 12 ? 8 : 16);
  const headerEnd = bits.align();
  const checksum = bits.unsigned(8);
  const count = assignment < 8 ? assignment + 1 : 2;
  if (
    bits.exhausted ||
    reserved !== 0 ||
    number < 0 ||
    size === 0 ||
    rateCode === 15 ||
    assignment > MID_SIDE ||
    count !== channelCount ||
    (bitsCode !== 0 && SAMPLE_BITS[bitsCode] !== sampleBits) ||
    crc8(bytes, start, headerEnd) !== checksum
  ) {
    return undefined;
  }

  for (let c = 0; c < count; c++) {
    if ((channels[c]?.length ?? 0) < size) channels[c] = new Int32Array(size);
    const isSide = assignment === SIDE_RIGHT ? c === 0 : assignment >= LEFT_SIDE && c === 1;
    if (!decodeSubframe(bits, channels[c]!, size, sampleBits + Number(isSide))) return undefined;
  }
  const footer = bits.align();
  const footerChecksum = bits.unsigned(16);
  if (bits.exhausted || crc16(bytes, start, footer) !== footerChecksum) return undefined;
  if (assignment >= LEFT_SIDE) undecorrelate(channels[0]!, channels[1]!, size, assignment);
  return { size, number, variable, end: footer + 2 };
}

/** A number coded like a character of UTF-8, of up to 36 bits; -1 where it is not one. */
function codedNumber(bits: FlacBits): number {
  const first = bits.unsigned(8);
  if (first < 0x80) return first;
  const ones = Math.clz32(~(first << 24));
  if (ones < 2 || ones > 7) return -1;
  let number = first & (0x7f >> ones);
  for (let i = 1; i < ones; i++) {
    const next = bits.unsigned(8);
    if (next >> 6 !== 2) return -1;
    number = number * 64 + (next & 0x3f);
  }
  return number;
}

/** Samples a channel; 0 for the reserved code. */
function blockSize(code: number, bits: FlacBits): number {
  if (code === 0) return 0;
  if (code === 1) return 192;
  if (code <= 5) return 144 << code;
  if (code <= 7) return bits.unsigned(code === 6 ? 8 : 16) + 1;
  return 1 << code;
}

function decodeSubframe(
  bits: FlacBits,
  samples: Int32Array,
  size: number,
  sampleBits: number,
): boolean {
  if (bits.unsigned(1) !== 0) return false;
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 1 ? bits.unary() + 1 : 0;
  const width = sampleBits - wasted;
  if (width < 1) return false;
  if (!decodeSamples(bits, samples, size, width, type)) return false;
  if (wasted > 0) for (let i = 0; i < size; i++) samples[i]! <<= wasted;
  return true;
}

function decodeSamples(
  bits: FlacBits,
  samples: Int32Array,
  size: number,
  width: number,
  type: number,
): boolean {
  if (type === 0) {
    samples.fill(bits.signed(width), 0, size);
    return true;
  }
  if (type === 1) {
    if (!bits.has(size * width)) return false;
    for (let i = 0; i < size; i++) samples[i] = bits.signed(width);
    return true;
  }
  const isFixed = type >= 8 && type <= 12;
  if (!isFixed && type < 32) return false;
  const order = isFixed ? type - 8 : type - 31;
  if (order > size) return false;
  for (let i = 0; i < order; i++) samples[i] = bits.signed(width);
  if (isFixed) {
    if (!decodeResidual(bits, samples, size, order)) return false;
    restoreFixed(samples, size, order);
    return true;
  }
  const precision = bits.unsigned(4) + 1;
  const shift = bits.signed(5);
  if (precision === 16 || shift < 0) return false;
  const coefficients = Int32Array.from({ length: order }, () => bits.signed(precision));
  if (!decodeResidual(bits, samples, size, order)) return false;
  restoreLinear(samples, size, coefficients, shift, width + precision);
  return true;
}

function decodeResidual(bits: FlacBits, out: Int32Array, size: number, order: number): boolean {
  const method = bits.unsigned(2);
  if (method > 1) return false;
  const parameterBits = 4 + method;
  const escape = method === 0 ? 15 : 31;
  const partitions = 1 << bits.unsigned(4);
  const partitionSize = size / partitions;
  if (!Number.isInteger(partitionSize) || partitionSize < order) return false;
  for (let p = 0, start = order; p < partitions; p++) {
    const end = (p + 1) * partitionSize;
    const parameter = bits.unsigned(parameterBits);
    if (parameter !== escape) {
      if (!bits.rice(out, start, end, parameter)) return false;
    } else {
      const width = bits.unsigned(5);
      if (!bits.has(width * (end - start))) return false;
      for (let i = start; i < end; i++) out[i] = bits.signed(width);
    }
    start = end;
  }
  return true;
}

function undecorrelate(
  first: Int32Array,
  second: Int32Array,
  size: number,
  assignment: number,
): void {
  for (let i = 0; i < size; i++) {
    const a = first[i]!;
    const b = second[i]!;
    if (assignment === LEFT_SIDE) second[i] = a - b;
    else if (assignment === SIDE_RIGHT) first[i] = a + b;
    else {
      const sum = (a << 1) | (b & 1);
      first[i] = (sum + b) >> 1;
      second[i] = (sum - b) >> 1;
    }
  }
}

import { A_LAW, MU_LAW } from "./g711.ts";

type Reader = (view: DataView, at: number, littleEndian: boolean) => number;

const READERS = {
  u8: [1, (view, at) => (view.getUint8(at) - 128) / 128],
  s8: [1, (view, at) => view.getInt8(at) / 128],
  s16: [2, (view, at, littleEndian) => view.getInt16(at, littleEndian) / 32768],
  s24: [
    3,
    (view, at, littleEndian) =>
      littleEndian
        ? (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8388608
        : (view.getUint16(at + 1) | (view.getInt8(at) << 16)) / 8388608,
  ],
  s32: [4, (view, at, littleEndian) => view.getInt32(at, littleEndian) / 2147483648],
  f32: [4, (view, at, littleEndian) => view.getFloat32(at, littleEndian)],
  f64: [8, (view, at, littleEndian) => view.getFloat64(at, littleEndian)],
  alaw: [1, (view, at) => A_LAW[view.getUint8(at)]!],
  ulaw: [1, (view, at) => MU_LAW[view.getUint8(at)]!],
} as const satisfies Record<string, readonly [bytes: number, read: Reader]>;

/** How one uncompressed sample is stored: unsigned, signed or floating-point with its bits, or a G.711 law. */
export type SampleEncoding = keyof typeof READERS;

/** Bytes of one sample. */
export function sampleBytes(encoding: SampleEncoding): number {
  return READERS[encoding][0];
}

/**
 * Interleaved samples to one array a channel, integers scaled by their full range as libsndfile does
 * (16 bits: x / 32768). Bytes after the last whole frame are left out.
 */
export function readSamples(
  bytes: Uint8Array,
  encoding: SampleEncoding,
  channelCount: number,
  littleEndian: boolean,
): Float32Array[] {
  const [size, read]: readonly [number, Reader] = READERS[encoding];
  const stride = size * channelCount;
  const frames = Math.floor(bytes.length / stride);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: channelCount }, (_, c) => {
    const channel = new Float32Array(frames);
    for (let i = 0, at = c * size; i < frames; i++, at += stride) {
      channel[i] = read(view, at, littleEndian);
    }
    return channel;
  });
}

import { A_LAW, MU_LAW } from "./g711.ts";
import type { SampleCodec } from "./sample-codec.ts";

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const NUMBERS = {
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
} as const satisfies Record<string, readonly [bytes: number, read: Read]>;

/** How one uncompressed sample is stored: unsigned, signed or floating-point with its bits, or a G.711 law. */
export type SampleEncoding = keyof typeof NUMBERS;

/** Interleaved samples of a width; integers are scaled by their full range as libsndfile does (16 bits: x / 32768). */
export function pcmCodec(
  encoding: SampleEncoding,
  channelCount: number,
  littleEndian: boolean,
): SampleCodec {
  const [size, read]: readonly [number, Read] = NUMBERS[encoding];
  const unitBytes = size * channelCount;
  return {
    unitBytes,
    unitSamples: 1,
    isFloat: encoding === "f32" || encoding === "f64",
    decode: (bytes) => {
      const samples = Math.floor(bytes.length / unitBytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Array.from({ length: channelCount }, (_, c) => {
        const channel = new Float32Array(samples);
        for (let i = 0, at = c * size; i < samples; i++, at += unitBytes) {
          channel[i] = read(view, at, littleEndian);
        }
        return channel;
      });
    },
  };
}

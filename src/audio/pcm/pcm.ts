import { A_LAW, MU_LAW } from "./g711.ts";
import { kernels } from "../../math/kernels.ts";
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

/** Encoding of one uncompressed sample: unsigned, signed or floating-point with its bits, or a G.711 law. */
export type SampleEncoding = keyof typeof NUMBERS;

/** Interleaved samples of a width. Integers are scaled by their full range as libsndfile does (16 bits: x / 32768). */
export function pcmCodec(
  encoding: SampleEncoding,
  channelCount: number,
  littleEndian: boolean,
): SampleCodec {
  const [size, read]: readonly [number, Read] = NUMBERS[encoding];
  const unitBytes = size * channelCount;
  const decodeNumbers = (bytes: Uint8Array): Float32Array[] => {
    const samples = Math.floor(bytes.length / unitBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: channelCount }, (_, c) => {
      const channel = new Float32Array(samples);
      for (let i = 0, at = c * size; i < samples; i++, at += unitBytes) {
        channel[i] = read(view, at, littleEndian);
      }
      return channel;
    });
  };
  return {
    unitBytes,
    unitSamples: 1,
    isFloat: encoding === "f32" || encoding === "f64",
    decode:
      encoding === "s16" && littleEndian
        ? (bytes) => decodePcm16(bytes, channelCount)
        : decodeNumbers,
  };
}

/** Bytes that the kernel converts at once, so that they stay in a near cache. */
const PIECE_BYTES = 65536;

/** The most frequent encoding by a kernel: 0.1 ms for a clip of 3.7 s at 48 kHz, where a loop here takes 0.2. */
function decodePcm16(bytes: Uint8Array, channelCount: number): Float32Array[] {
  const unitBytes = 2 * channelCount;
  const samples = Math.floor(bytes.length / unitBytes);
  const pieceSamples = Math.ceil(PIECE_BYTES / unitBytes);
  const stride = pieceSamples + 8;
  const channels = Array.from({ length: channelCount }, () => new Float32Array(samples));
  const k = kernels();
  k.scratch(() => {
    const input = k.allocate(stride * unitBytes);
    const out = k.allocate(channelCount * stride * 4);
    for (let start = 0; start < samples; start += pieceSamples) {
      const count = Math.min(pieceSamples, samples - start);
      const piece = bytes.subarray(start * unitBytes, (start + count) * unitBytes);
      k.uint8(input, piece.length).set(piece);
      k.call.pcm16ToFloat(input, count, channelCount, out, stride);
      for (const [c, channel] of channels.entries()) {
        channel.set(k.float32(out + c * stride * 4, count), start);
      }
    }
  });
  return channels;
}

import { kernels } from "../../math/kernels.ts";
import { makeCrc } from "../crc.ts";

/** Properties that all frames of a run share. */
export interface FlacLayout {
  readonly channelCount: number;
  readonly sampleBits: number;
  /** In Hz, as the frames' headers tell it; 0 where they do not. */
  readonly frameRate: number;
}

/** Decoded frames, and why there are no more. */
interface FlacFrames {
  readonly channels: Float32Array[];
  /** Samples a channel. */
  readonly length: number;
  /** Bytes that they took. */
  readonly used: number;
  /** Before a frame that is not whole, before what is no intact frame, or with as many samples as wanted. */
  readonly end: "cut-off" | "broken" | "enough";
}

const ENDS = ["cut-off", "broken", "enough"] as const;
/** The longest frame and room for a vector. */
const MAX_FRAME_SAMPLES = 65540;
/** Zeros after the bytes, more than are read between two checks for the end. */
const PADDING_BYTES = 256;
const COEFFICIENT_BYTES = 128;
const RESULT_BYTES = 8;

/** Decodes frames one after the other until there are `wanted` samples a channel. Both checksums of each have to fit. */
export function decodeFlacFrames(
  bytes: Uint8Array,
  { channelCount, sampleBits, frameRate }: FlacLayout,
  wanted: number,
): FlacFrames {
  const k = kernels();
  tables ??= allocateTables();
  const stride = wanted + MAX_FRAME_SAMPLES;
  return k.scratch(() => {
    const input = k.allocate(bytes.length + PADDING_BYTES);
    const coefficients = k.allocate(COEFFICIENT_BYTES);
    const result = k.allocate(RESULT_BYTES);
    const samples = k.allocate(channelCount * MAX_FRAME_SAMPLES * 4);
    const out = k.allocate(channelCount * stride * 4);
    k.uint8(input, bytes.length).set(bytes);
    k.uint8(input + bytes.length, PADDING_BYTES).fill(0);
    const end = k.call.flacFrames(
      input,
      bytes.length,
      channelCount,
      sampleBits,
      frameRate,
      wanted,
      tables!,
      coefficients,
      samples,
      out,
      stride,
      result,
    );
    const found = k.uint32(result, 2);
    const [used, length] = [found[0]!, found[1]!];
    const channels = Array.from({ length: channelCount }, (_, c) =>
      k.float32(out + c * stride * 4, length).slice(),
    );
    return { channels, length, used, end: ENDS[end]! };
  });
}

/** Address of the tables of the 16-bit checksum in the kernels' memory: [8, 256] uint16, table n for bytes that n others follow. */
let tables: number | undefined;

function allocateTables(): number {
  const crc16 = makeCrc(16, 0x8005);
  const values = Uint16Array.from({ length: 8 * 256 }, (_, i) => {
    const bytes = new Uint8Array(1 + (i >> 8));
    bytes[0] = i;
    return crc16(bytes, 0, bytes.length);
  });
  const k = kernels();
  const at = k.allocate(values.byteLength);
  k.uint8(at, values.byteLength).set(new Uint8Array(values.buffer));
  return at;
}

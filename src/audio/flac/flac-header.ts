import { unreadableAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { viewOf } from "../bytes.ts";
import { makeCrc } from "../crc.ts";

/** Bytes of the marker and the stream information, which comes first. */
export const FLAC_HEADER_BYTES = 42;
/** Bytes of the longest frame header. */
const FRAME_HEADER_BYTES = 16;

/** The stream information (RFC 9639, section 8.2). */
export interface StreamInfo {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly sampleBits: number;
  /** Samples a channel; 0 where the encoder did not know. */
  readonly total: number;
}

/** Reads the stream information after the `fLaC` marker. */
export function readStreamInfo(head: Uint8Array, name: string): StreamInfo {
  if (head.length < FLAC_HEADER_BYTES || (head[4]! & 0x7f) !== 0) {
    throw unreadableAudio(name, "is a FLAC file without stream information");
  }
  const view = viewOf(head);
  const packed = view.getUint32(18);
  return {
    sampleRate: packed >>> 12,
    channelCount: ((packed >>> 9) & 7) + 1,
    sampleBits: ((packed >>> 4) & 31) + 1,
    total: (packed & 15) * 2 ** 32 + view.getUint32(22),
  };
}

/** Goes from the `fLaC` marker to the first frame. */
export async function skipMetadata(reader: ByteReader): Promise<void> {
  await reader.skip(4);
  for (let isLast = false; !isLast;) {
    const head = await reader.fill(4);
    if (head.length < 4) return;
    isLast = head[0]! >= 0x80;
    await reader.skip(4 + (viewOf(head).getUint32(0) & 0xffffff));
  }
}

/** Stream properties in a frame's header. A property is 0 where only the stream information has it. */
export interface FrameHeader {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly sampleBits: number;
}

const RATES: readonly number[] = [
  0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000,
];
const BITS: readonly (number | undefined)[] = [0, 8, 12, undefined, 16, 20, 24, 32];
const crc8 = makeCrc(8, 0x07);

/** Reads the header of the frame that a reader stands at (RFC 9639, section 9.1). Undefined if there is none. */
export async function readFrameHeader(reader: ByteReader): Promise<FrameHeader | undefined> {
  const bytes = await reader.fill(FRAME_HEADER_BYTES);
  const [sync, codes = 0, numberByte = 0] = [bytes[1], bytes[2], bytes[4]];
  if (bytes[0] !== 0xff || (sync! & 0xfe) !== 0xf8) return undefined;
  const sizeCode = codes >> 4;
  const rateCode = codes & 15;
  const assignment = bytes[3]! >> 4;
  const sampleBits = BITS[(bytes[3]! >> 1) & 7];
  const numberBytes = numberByte < 0x80 ? 1 : Math.clz32(~(numberByte << 24));
  const sizeAt = 4 + numberBytes;
  const rateAt = sizeAt + (sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0);
  const end = rateAt + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0);
  if (end >= bytes.length || rateCode === 15 || sizeCode === 0 || assignment > 10) return undefined;
  if (sampleBits === undefined || crc8(bytes, 0, end) !== bytes[end]) return undefined;
  const view = viewOf(bytes);
  const sampleRate =
    rateCode < 12
      ? RATES[rateCode]!
      : rateCode === 12
        ? bytes[rateAt]! * 1000
        : view.getUint16(rateAt) * (rateCode === 14 ? 10 : 1);
  return { sampleRate, channelCount: assignment < 8 ? assignment + 1 : 2, sampleBits };
}

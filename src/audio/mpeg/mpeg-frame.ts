import { fourCharacters, startsWith, viewOf } from "../bytes.ts";

const VERSION_1 = 3;
const VERSION_2_5 = 0;
const RATES: readonly number[] = [44100, 48000, 32000];
const KBITS_1: readonly (readonly number[])[] = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const KBITS_2: readonly (readonly number[])[] = [
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Bytes of the longest frame: layer II, 384 kbit/s at 32 kHz, and one of padding. */
export const MAX_FRAME_BYTES = 1729;
/** Frames in a row that show that the first is no coincidence. */
const CONFIRMING_FRAMES = 5;
/** Bytes beyond a frame's start that it may take to confirm it. */
export const CONFIRMATION_BYTES = CONFIRMING_FRAMES * MAX_FRAME_BYTES + 4;

/** The header of one frame of MPEG audio. */
export interface MpegFrame {
  readonly layer: 1 | 2 | 3;
  /** Bytes of the whole frame. */
  readonly bytes: number;
  /** Samples a channel: 384, 1152 or 576. */
  readonly size: number;
  readonly sampleRate: number;
  readonly channelCount: 1 | 2;
  /** In layer III, bytes of side information, after which an information header would start. */
  readonly sideBytes: number;
  /** Bits of the header that encoders leave as they are from frame to frame. */
  readonly constant: number;
}

/** Reads a frame's header. Undefined if there is none, and for the free format. Source: ISO/IEC 11172-3, 2.4.1.3 and 13818-3. */
export function readMpegFrame(bytes: Uint8Array, at: number): MpegFrame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || bytes[at + 1]! < 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3;
  const layer = 4 - ((bytes[at + 1]! >> 1) & 3);
  if (version === 1 || (layer !== 1 && layer !== 2 && layer !== 3)) return undefined;
  const isVersion1 = version === VERSION_1;
  const emphasis = bytes[at + 3]! & 3;
  const kbits = (isVersion1 ? KBITS_1 : KBITS_2)[layer - 1]![bytes[at + 2]! >> 4];
  const rate = RATES[(bytes[at + 2]! >> 2) & 3];
  if (!kbits || rate === undefined || emphasis === 2) return undefined;
  const sampleRate = rate >> (isVersion1 ? 0 : version === VERSION_2_5 ? 2 : 1);
  const size = layer === 1 ? 384 : layer === 2 || isVersion1 ? 1152 : 576;
  const channelCount = bytes[at + 3]! >> 6 === 3 ? 1 : 2;
  const slotBytes = layer === 1 ? 4 : 1;
  const padding = (bytes[at + 2]! >> 1) & 1;
  const slots = Math.floor((size * 125 * kbits) / (sampleRate * slotBytes)) + padding;
  return {
    layer,
    bytes: slots * slotBytes,
    size,
    sampleRate,
    channelCount,
    sideBytes: isVersion1 ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17,
    // version, layer, protection, rate, copyright, original, emphasis
    constant: (bytes[at + 1]! << 16) | ((bytes[at + 2]! & 0x0c) << 8) | (bytes[at + 3]! & 0x0f),
  };
}

/** Whether frames can belong to one stream that one decoder reads. */
export function isSameStream(one: MpegFrame, other: MpegFrame | undefined): boolean {
  return one.layer === other?.layer && one.sampleRate === other.sampleRate;
}

/**
 * The frame count of a Xing, Info or VBRI header in the frame at an offset, which then holds no sound; 0 where it is not told;
 * undefined without one.
 */
export function promisedFrames(
  bytes: Uint8Array,
  at: number,
  { bytes: length, layer, sideBytes }: MpegFrame,
): number | undefined {
  const xing = at + 4 + sideBytes;
  const vbri = at + 36;
  if (layer !== 3 || length < 54 || at + 54 > bytes.length) return undefined;
  const mark = fourCharacters(bytes, xing);
  if (mark === "Xing" || mark === "Info") {
    return (bytes[xing + 7]! & 1) === 1 ? viewOf(bytes).getUint32(xing + 8) : 0;
  }
  return fourCharacters(bytes, vbri) === "VBRI" ? viewOf(bytes).getUint32(vbri + 14) : undefined;
}

/** Letters that tags after the last frame begin with. */
const TAGS: readonly string[] = ["TAG", "APETAGEX", "LYRICSBEGIN", "ID3"];

/**
 * The offset, from `start` and before `end`, of the first frame that the following ones confirm. At `start`, and in the stream of
 * `known`, one more frame confirms it, elsewhere several with the same constants. Undefined without one.
 * Layer I is found only behind zeros or where it is known: other data is full of its first two bytes.
 */
export function findMpeg(
  bytes: Uint8Array,
  start: number,
  end: number,
  known?: MpegFrame,
): number | undefined {
  for (let at = bytes.indexOf(0xff, start); at >= 0 && at < end; at = bytes.indexOf(0xff, at + 1)) {
    const frame = readMpegFrame(bytes, at);
    if (frame === undefined) continue;
    const isExpected =
      known === undefined ? at === start && frame.layer !== 1 : isSameStream(frame, known);
    if (isExpected && isFollowed(bytes, at)) return at;
    const isPossible = frame.layer !== 1 || !bytes.subarray(start, at).some((byte) => byte !== 0);
    if (isPossible && isConfirmed(bytes, at)) return at;
  }
  return undefined;
}

/** Whether another frame of the stream follows the one at an offset, or the end of the bytes or a tag. */
function isFollowed(bytes: Uint8Array, at: number): boolean {
  const frame = readMpegFrame(bytes, at)!;
  const next = at + frame.bytes;
  return isSameStream(frame, readMpegFrame(bytes, next)) || isEnd(bytes, next);
}

/**
 * Whether frames of one stream begin at an offset: one and four more with the same constants, or fewer that reach the end of the
 * bytes or a tag. The first may have other constants, as some information headers do.
 */
export function isConfirmed(bytes: Uint8Array, start: number): boolean {
  const first = readMpegFrame(bytes, start);
  if (first === undefined) return false;
  let constant: number | undefined;
  let at = start + first.bytes;
  for (let found = 1; found < CONFIRMING_FRAMES; found++) {
    const next = readMpegFrame(bytes, at);
    if (!isSameStream(first, next) || next!.constant !== (constant ??= next!.constant)) {
      return isEnd(bytes, at) && (found > 1 || first.layer === 3);
    }
    at += next!.bytes;
    if (at > bytes.length) return true;
  }
  return true;
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || TAGS.some((tag) => startsWith(bytes, tag, at));
}

const VERSION_1 = 3;
const VERSION_2_5 = 0;
const LAYER_3 = 1;
const RATES: readonly number[] = [44100, 48000, 32000];
const KBITS_1: readonly number[] = [
  0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
];
const KBITS_2: readonly number[] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Bytes of the longest frame: 320 kbit/s at 32 kHz, or 160 at 8 kHz, and one of padding. */
export const MAX_FRAME_BYTES = 1441;

/** The header of one frame of MPEG audio layer III. */
export interface Mp3Frame {
  /** Bytes of the whole frame. */
  readonly bytes: number;
  /** Samples a channel: 1152, or 576 below 32 kHz. */
  readonly size: number;
  readonly sampleRate: number;
  readonly channelCount: 1 | 2;
  /** Bytes of side information, after which an information header would start. */
  readonly sideBytes: number;
}

/** Reads a frame's header; undefined where there is none, and for the free format. Source: ISO/IEC 11172-3, 2.4.1.3. */
export function readMp3Frame(bytes: Uint8Array, at: number): Mp3Frame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || bytes[at + 1]! < 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3;
  const layer = (bytes[at + 1]! >> 1) & 3;
  const isVersion1 = version === VERSION_1;
  const kbits = (isVersion1 ? KBITS_1 : KBITS_2)[bytes[at + 2]! >> 4];
  const rate = RATES[(bytes[at + 2]! >> 2) & 3];
  if (version === 1 || layer !== LAYER_3 || !kbits || rate === undefined) return undefined;
  const sampleRate = rate >> (isVersion1 ? 0 : version === VERSION_2_5 ? 2 : 1);
  const size = isVersion1 ? 1152 : 576;
  const channelCount = bytes[at + 3]! >> 6 === 3 ? 1 : 2;
  const padding = (bytes[at + 2]! >> 1) & 1;
  return {
    bytes: Math.floor((size * 125 * kbits) / sampleRate) + padding,
    size,
    sampleRate,
    channelCount,
    sideBytes: isVersion1 ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17,
  };
}

/**
 * The offset, from `start` and before `end`, of the first frame that another one of the same rate (or of the one given) follows, or
 * the end of the bytes; undefined without one.
 */
export function findMp3(
  bytes: Uint8Array,
  start: number,
  end: number,
  sampleRate?: number,
): number | undefined {
  for (let at = bytes.indexOf(0xff, start); at >= 0 && at < end; at = bytes.indexOf(0xff, at + 1)) {
    const frame = readMp3Frame(bytes, at);
    if (frame === undefined || (sampleRate ?? frame.sampleRate) !== frame.sampleRate) continue;
    const next = at + frame.bytes;
    if (next === bytes.length || readMp3Frame(bytes, next)?.sampleRate === frame.sampleRate)
      return at;
  }
  return undefined;
}

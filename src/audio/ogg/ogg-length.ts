import { viewOf } from "../bytes.ts";

/** The largest page: its header, 255 lengths of pieces, 255 pieces of 255 bytes (RFC 3533). */
export const OGG_PAGE_BYTES = 27 + 255 + 255 * 255;

/** "OggS", and version 0. */
const CAPTURE = [0x4f, 0x67, 0x67, 0x53, 0];

/**
 * The samples that an Ogg file of sound says it has: the position after the last packet, from `OGG_PAGE_BYTES` or more of the file's start
 * and end; undefined where no page begins in the latter, or one of another stream. It counts the codec's delay, too.
 */
export function oggLength(start: Uint8Array, end: Uint8Array): number | undefined {
  const view = viewOf(end);
  for (let at = end.lastIndexOf(CAPTURE[0]!); at >= 0; at = end.lastIndexOf(CAPTURE[0]!, at - 1)) {
    if (at + 18 <= end.length && CAPTURE.every((byte, i) => end[at + i] === byte)) {
      const granule = view.getBigInt64(at + 6, true);
      if (view.getUint32(at + 14) !== viewOf(start).getUint32(14)) return undefined;
      if (granule > 0n) return Number(granule); // -1 where no packet ends
    }
    if (at === 0) break;
  }
  return undefined;
}

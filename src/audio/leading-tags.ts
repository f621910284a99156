import type { ByteReader } from "./byte-reader.ts";
import { startsWith, viewOf } from "./bytes.ts";

/** Enough to see a tag's size. */
export const TAG_HEADER_BYTES = 32;
/** The number of bytes of a tag that are checked to see whether the file is complete. */
const CHECKED_BYTES = 1 << 20;

/** Skips the tags that a reader stands at: ID3v2, ID3v1 and APE, one after the other. Returns whether there were any. */
export async function skipTags(reader: ByteReader): Promise<boolean> {
  for (let isTagged = false; ; isTagged = true) {
    const size = tagSize(await reader.fill(TAG_HEADER_BYTES), 0);
    if (size === undefined) return isTagged;
    // a size that goes beyond the file's end is wrong, and sound follows somewhere within
    const checked = Math.min(size, CHECKED_BYTES);
    const isHeld = (await reader.fill(checked)).length >= checked;
    await reader.skip(isHeld ? size : 10);
  }
}

/** The size of the tag at an offset with its header. Undefined if there is none. Sources: id3.org (ID3v2.4, section 3.1), APEv2. */
export function tagSize(bytes: Uint8Array, at: number): number | undefined {
  if (at + TAG_HEADER_BYTES > bytes.length) return undefined;
  if (startsWith(bytes, "ID3", at)) {
    const size = bytes.subarray(at + 6, at + 10);
    if (bytes[at + 3] === 0xff || bytes[at + 4] === 0xff || size.some((byte) => byte > 0x7f)) {
      return undefined;
    }
    const hasFooter = (bytes[at + 5]! & 0x10) !== 0;
    return 10 + size.reduce((sum, byte) => sum * 128 + byte, 0) + (hasFooter ? 10 : 0);
  }
  if (startsWith(bytes, "APETAGEX", at)) {
    const view = viewOf(bytes);
    const isHeader = (view.getUint32(at + 20, true) & 0x20000000) !== 0;
    return 32 + (isHeader ? view.getUint32(at + 12, true) : 0);
  }
  return startsWith(bytes, "TAG", at) ? 128 : undefined;
}

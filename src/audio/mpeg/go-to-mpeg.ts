import type { ByteReader } from "../byte-reader.ts";
import { skipTags, tagSize } from "../leading-tags.ts";
import { CONFIRMATION_BYTES, findMpeg } from "./mpeg-frame.ts";

/** Bytes that may stand between tags and the first frame. */
const MAX_JUNK = 65536;

/** Goes to the first frame of MPEG audio, past up to 64 kB of junk and past tags within it. False if there is none. */
export async function goToMpeg(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const window = await reader.fill(MAX_JUNK + CONFIRMATION_BYTES);
    const frame = findMpeg(window, 0, MAX_JUNK + 1);
    const tag = findTag(window, frame ?? Math.min(MAX_JUNK, window.length));
    if (tag === undefined) {
      if (frame !== undefined) reader.consume(frame);
      return frame !== undefined;
    }
    reader.consume(tag);
    await skipTags(reader);
  }
}

const FIRST_LETTERS = [0x49, 0x41]; // of "ID3" and "APETAGEX"

/** The offset of the first tag before `end`, but for ID3v1, whose three letters stand anywhere. */
function findTag(bytes: Uint8Array, end: number): number | undefined {
  for (let at = 0; at < end; at++) {
    if (FIRST_LETTERS.includes(bytes[at]!) && tagSize(bytes, at) !== undefined) return at;
  }
  return undefined;
}

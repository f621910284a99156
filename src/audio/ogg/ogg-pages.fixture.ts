import { makeCrc } from "../crc.ts";

const crc32 = makeCrc(32, 0x04c11db7);

/** Makes the checksums of all pages of an Ogg file fit again after changes, in place. */
export function repairPages(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 27 <= bytes.length;) {
    const lacing = bytes.subarray(at + 27, at + 27 + bytes[at + 26]!);
    const end = lacing.reduce((sum, length) => sum + length, at + 27 + lacing.length);
    if (end > bytes.length) break;
    view.setUint32(at + 22, 0);
    view.setUint32(at + 22, crc32(bytes, at, end), true);
    at = end;
  }
  return bytes;
}

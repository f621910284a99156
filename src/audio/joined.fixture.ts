/** Bytes one after the other. */
export function join(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

/** Letters as bytes. */
export function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** An ID3v2 tag with a content of that many bytes. */
export function id3(length: number): Uint8Array<ArrayBuffer> {
  const size = [21, 14, 7, 0].map((shift) => (length >> shift) & 0x7f);
  return join(ascii("ID3"), [4, 0, 0], size, new Uint8Array(length).fill(0xfe));
}

/** An APE tag with a header. */
export function apeTag(length: number): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(32));
  for (const [i, letter] of ascii("APETAGEX").entries()) head.setUint8(i, letter);
  head.setUint32(8, 2000, true);
  head.setUint32(12, length, true);
  head.setUint32(20, 0xa0000000, true);
  return join(new Uint8Array(head.buffer), new Uint8Array(length).fill(0xee));
}

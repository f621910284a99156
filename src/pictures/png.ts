import { concatenateBytes } from "../math/concatenate.ts";
import { PALETTE } from "./colour-map.ts";

/** An image of palette indices, row by row from the top: [height, width]. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The `data:` URL of an image as PNG. */
export async function pngAddress(image: IndexedImage, palette = PALETTE): Promise<string> {
  const bytes = await encodePng(image, palette);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const INDEXED = 3;
const UP = 2;

/** A PNG with eight bits a pixel (W3C, Portable Network Graphics, third edition). Rows hold differences from the row above, which suits spectrograms. */
export async function encodePng(
  { width, height, pixels }: IndexedImage,
  palette = PALETTE,
): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, INDEXED], 8);
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = UP;
    for (let i = y * width; i < (y + 1) * width; i++)
      rows[at++] = pixels[i]! - (pixels[i - width] ?? 0);
  }
  return concatenateBytes([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", await deflate(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

// The CRC of PNG: least significant bit first, with inverted initial and final value.
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

/** Compresses bytes to the zlib format. */
async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { writable, readable } = new CompressionStream("deflate");
  const writer = writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const parts: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
    parts.push(value);
  }
  await written;
  return concatenateBytes(parts);
}

import { crc32, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { PALETTE } from "./colour-map.ts";
import { encodePng, pngAddress } from "./png.ts";

const IMAGE = { width: 3, height: 2, pixels: Uint8Array.of(0, 1, 2, 253, 254, 255) };

function chunksOf(png: Buffer): Record<string, Buffer> {
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks[png.toString("latin1", at + 4, at + 8)] = png.subarray(at + 8, end);
    at = end + 4;
  }
  return chunks;
}

test("an image's size, colours and rows", async () => {
  const png = Buffer.from(await encodePng(IMAGE));
  expect(png.toString("latin1", 0, 8)).toBe("\x89PNG\r\n\x1a\n");
  const chunks = chunksOf(png);
  expect(Object.keys(chunks)).toEqual(["IHDR", "PLTE", "IDAT", "IEND"]);
  expect([...chunks["IHDR"]!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
  expect([...chunks["PLTE"]!]).toEqual([...PALETTE]);
  // 2: a row of differences from the one above
  expect([...inflateSync(chunks["IDAT"]!)]).toEqual([2, 0, 1, 2, 2, 253, 253, 253]);
});

test("an image as an address holds the same bytes", async () => {
  const [type, base64] = (await pngAddress(IMAGE)).split(",");
  expect(type).toBe("data:image/png;base64");
  expect(Buffer.from(base64!, "base64")).toEqual(Buffer.from(await encodePng(IMAGE)));
});

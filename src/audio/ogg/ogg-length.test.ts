import { expect, test } from "vitest";
import { lastPosition } from "./ogg-length.ts";

/** A page's first bytes: its letters, version, flags and position. */
function page(position: bigint, version = 0, serial = 7): number[] {
  const bytes = new Uint8Array(18);
  bytes.set([0x4f, 0x67, 0x67, 0x53, version, 4]);
  new DataView(bytes.buffer).setBigInt64(6, position, true);
  new DataView(bytes.buffer).setUint32(14, serial, true);
  return [...bytes];
}

test.each([
  ["the last page", [...page(100n), 1, 2, 3, ...page(5_000_000_000n), 9], 5_000_000_000],
  ["the last one in which a packet ends", [...page(100n), ...page(-1n)], 100],
  ["only whole beginnings", [...page(100n), ...page(200n).slice(0, 17)], 100],
  ["no other version", [...page(100n), ...page(200n, 1)], 100],
  ["letters that are not a page's", [...page(100n), 0x4f, 0x67, 0x4f], 100],
  ["the last page, of whatever stream", [...page(100n), ...page(200n, 0, 8)], 200, 8],
  ["no page", [1, 2, 3], undefined],
  ["nothing", [], undefined],
] as const)("the position is taken from %s", (_, bytes, granule, serial: number = 7) => {
  expect(lastPosition(Uint8Array.from(bytes))).toEqual(granule && { granule, serial });
});

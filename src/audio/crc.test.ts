import { expect, test } from "vitest";
import { makeCrc } from "./crc.ts";

// The check values that catalogues of these codes list: CRC-8/SMBUS, CRC-16/UMTS, and CRC-32 as Ogg uses it.
test.each([
  [8, 0x07, 0xf4],
  [16, 0x8005, 0xfee8],
  [32, 0x04c11db7, 0x89a1897f],
] as const)("%i bits of 123456789", (bits, polynomial, expected) => {
  const bytes = new TextEncoder().encode("x123456789x");
  const crc = makeCrc(bits, polynomial);
  expect(crc(bytes, 1, 10)).toBe(expected);
  expect(crc(bytes, 5, 10, crc(bytes, 1, 5))).toBe(expected);
});

import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { brokenFile, decodeInPieces, decodeSafely } from "./fuzzing.fixture.ts";
import { RECORDINGS } from "./recordings.fixture.ts";

// The decoders in WebAssembly report what they cannot decode to the console as well.
beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

// tools/fuzz.ts does this at length
test("a broken file gives audio or an AffektError, and the same in pieces of any size", async () => {
  await fc.assert(
    fc.asyncProperty(brokenFile, fc.integer({ min: 1, max: 3000 }), async (bytes, size) => {
      expect(await decodeInPieces(bytes, size)).toEqual(await decodeSafely(bytes));
    }),
    { numRuns: 600 },
  );
});

test.each(RECORDINGS)("no size that a header of $name claims is allocated", async ({ bytes }) => {
  for (let at = 4; at < 60; at += 2) {
    const changed = bytes.slice();
    changed.fill(0x7f, at, at + 4);
    await expect(decodeSafely(changed)).resolves.toBeDefined();
  }
});

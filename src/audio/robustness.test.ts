import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AffektError } from "../errors.ts";
import { decodeAudio } from "./decode.ts";
import golden from "./decode.golden.json" with { type: "json" };
import { repairPages } from "./ogg-pages.fixture.ts";

/** Bytes of samples that a byte of input may give: a packet of two bytes of Opus holds 120 ms of six channels and more. */
const MAX_GROWTH = 20_000;

const recordings = golden.map(({ name, bytes }) => ({
  name,
  bytes: Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)),
}));

// The decoders in WebAssembly report what they cannot decode to the console as well.
beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

/** Either fine audio or an `AffektError`. */
async function expectSound(bytes: Uint8Array): Promise<void> {
  const outcome: unknown = await decodeAudio(bytes, "clip").catch((error: unknown) => error);
  if (outcome instanceof AffektError) return;
  const { channels, sampleRate } = outcome as Awaited<ReturnType<typeof decodeAudio>>;
  expect(channels.length).toBeGreaterThan(0);
  expect(sampleRate).toBeGreaterThan(0);
  const size = channels.reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(size).toBeLessThanOrEqual(bytes.length * MAX_GROWTH);
  expect(channels.every(({ length }) => length === channels[0]!.length)).toBe(true);
  expect(channels.every((channel) => channel.every((sample) => Number.isFinite(sample)))).toBe(
    true,
  );
}

const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });

test("random bytes after the first ones of every format never give anything but an AffektError or audio", async () => {
  const starts = [new Uint8Array(0), ...recordings.map(({ bytes }) => bytes.subarray(0, 12))];
  const noise = fc.uint8Array({ maxLength: 600 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), noise, async (start, rest) => {
      await expectSound(Uint8Array.from([...start, ...rest]));
    }),
    { numRuns: 500 },
  );
});

test.each(recordings)("so do changed bytes of $name", async ({ bytes }) => {
  const isOgg = bytes[0] === 0x4f;
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.boolean(),
      async (changes, share, isRepaired) => {
        const damaged = bytes.slice(0, Math.max(1, bytes.length * share));
        for (const { at, byte } of changes) damaged[at % damaged.length] = byte;
        await expectSound(isOgg && isRepaired ? repairPages(damaged) : damaged);
      },
    ),
    { numRuns: isOgg ? 25 : 40 },
  );
});

test("a size that a header claims is not allocated", async () => {
  for (const { bytes } of recordings) {
    for (let at = 4; at < 60; at += 2) {
      const changed = bytes.slice();
      changed.fill(0x7f, at, at + 4);
      await expectSound(changed);
    }
  }
});

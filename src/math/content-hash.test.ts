import { describe, expect, test } from "vitest";
import golden from "./content-hash.golden.json" with { type: "json" };
import { ContentHash } from "./content-hash.ts";
import { Random } from "./statistics/random.ts";

function content(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i * 131 + (i >> 3));
}

describe.each(golden.cases)("the hash of $length bytes", ({ length, hash }) => {
  test("is xxHash's", () => {
    expect(new ContentHash().update(content(length)).digest()).toBe(hash);
  });

  test.each([1, 7, 32, 5000])("in pieces of up to %i", (most) => {
    const bytes = content(Math.min(length, most * 2000));
    const whole = new ContentHash().update(bytes).digest();
    const random = new Random(most);
    const pieces = new ContentHash();
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + Math.floor(random.uniform() * most);
      pieces.update(bytes.subarray(at, end));
      at = end;
    }
    expect(pieces.digest()).toBe(whole);
  });
});

test("samples are hashed as they are in memory, wherever they begin", () => {
  const samples = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i));
  const bytes = new Uint8Array(samples.buffer, 4, 998 * 4);
  const hash = new ContentHash().update(samples.subarray(1)).digest();
  expect(hash).toBe(new ContentHash().update(bytes.slice()).digest());
});

test("one changed bit, one sample more, and an exchange of two make other hashes", () => {
  const samples = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i));
  const changed = samples.slice();
  changed[2000] = Math.fround(changed[2000]! * (1 + 2 ** -23));
  const exchanged = samples.slice();
  [exchanged[7], exchanged[3000]] = [samples[3000]!, samples[7]!];
  const longer = Float32Array.of(...samples, 0);
  const hashes = [samples, changed, exchanged, longer].map((one) =>
    new ContentHash().update(one).digest(),
  );
  expect(new Set(hashes).size).toBe(4);
});

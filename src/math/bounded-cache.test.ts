import { expect, test } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

/** Values are their own sizes; returns the keys that were computed. */
function used(maxBytes: number, ...accesses: readonly [key: string, size: number][]): string {
  const cache = new BoundedCache<number>((size) => size, maxBytes);
  let computed = "";
  for (const [key, size] of accesses) {
    const value = cache.get(key, () => {
      computed += key;
      return size;
    });
    expect(value).toBe(size);
  }
  return computed;
}

test("a value is computed once while there is room", () => {
  expect(used(10, ["a", 5], ["b", 5], ["a", 5], ["b", 5])).toBe("ab");
});

test("the least recently used value makes room", () => {
  expect(used(10, ["a", 5], ["b", 5], ["a", 5], ["c", 5], ["a", 5], ["b", 5])).toBe("abcb");
});

test("a value that is too large is computed and not kept", () => {
  expect(used(10, ["a", 5], ["b", 11], ["b", 11], ["a", 5])).toBe("abba");
});

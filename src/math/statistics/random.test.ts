import { expect, test } from "vitest";
import { Random } from "./random.ts";

test("the same seed gives the same numbers, another one others", () => {
  const numbers = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 8 }, () => random.uint32());
  };
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
});

test("uniform numbers fill [0, 1) evenly", () => {
  const random = new Random(1);
  const counts = new Uint32Array(20);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(random.uniform() * 20)]!++;
  expect(counts.reduce((a, b) => a + b, 0)).toBe(100_000);
  // chi-squared with 19 degrees of freedom: over 43.8 in one of a thousand
  expect(counts.reduce((sum, n) => sum + (n - 5000) ** 2 / 5000, 0)).toBeLessThan(43.8);
});

test("shuffling keeps the items and makes every order", () => {
  const random = new Random(2);
  const orders = new Set<string>();
  for (let i = 0; i < 500; i++) orders.add(random.shuffle(["a", "b", "c", "d"]).join(""));
  expect(orders.size).toBe(24);
});

test("each purpose and number of a seed has a generator of its own", () => {
  const first = (seed: number, purpose: string, index: number): number =>
    Random.of(seed, purpose, index).uint32();
  expect(first(1, "order", 3)).toBe(first(1, "order", 3));
  const seeds = [0, 1, 2, -1];
  const purposes = ["order", "mixup"];
  const drawn = seeds.flatMap((seed) =>
    purposes.flatMap((purpose) =>
      Array.from({ length: 200 }, (_, index) => first(seed, purpose, index)),
    ),
  );
  expect(new Set(drawn).size).toBe(drawn.length);
});

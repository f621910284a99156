import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test.each([1, 3])("at most %i go on at once, in the order in which they came", async (count) => {
  const limited = atMost(count);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) =>
      limited(async () => {
        started.push(i);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, (i % 3) * 3));
        running--;
        if (i === 2) throw new Error("one that fails");
        return i;
      }),
    ),
  );
  expect(most).toBe(count);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(
    results.map((result) => (result.status === "fulfilled" ? result.value : "failed")),
  ).toEqual([0, 1, "failed", 3, 4, 5, 6, 7]);
});

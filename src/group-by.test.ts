import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("keys and items keep their order, and keys get the place of an item", () => {
  const byParity = groupBy([3, 1, 2, 5, 4].values(), (item, index) => `${item % 2} ${index < 3}`);
  expect([...byParity]).toEqual([
    ["1 true", [3, 1]],
    ["0 true", [2]],
    ["1 false", [5]],
    ["0 false", [4]],
  ]);
});

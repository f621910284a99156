import { expect, test } from "vitest";
import { median } from "./median.ts";

test.each([
  [[], 0],
  [[3], 3],
  [[3, 1], 2],
  [[3, -1, 2], 2],
  [[4, 1, 3, 10], 3.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

import { expect } from "vitest";

/** The largest difference between values found and wanted, absolute or relative to the wanted ones. */
export function largestError(
  found: ArrayLike<number>,
  wanted: readonly number[],
  relative = false,
): number {
  expect(found.length).toBe(wanted.length);
  return Math.max(
    ...wanted.map((value, i) => Math.abs(found[i]! - value) / (relative ? Math.abs(value) : 1)),
  );
}

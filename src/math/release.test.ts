import { expect, test } from "vitest";
import { release } from "./release.ts";

test("released arrays are empty, also one that is named twice or shares another's memory", () => {
  const samples = new Float32Array(8);
  const end = samples.subarray(4);
  const other = new Float32Array(3);
  release([samples, samples, end]);
  expect([samples.length, end.length, other.length]).toEqual([0, 0, 3]);
});

import type * as v from "valibot";
import { number } from "../options/schema.ts";

/** The norm that a vector is divided by: its largest magnitude, a p-norm, or none. librosa's `inf`, p and `None`. */
export type Norm = "max" | "none" | number;

/** The schema of an option that is a norm, or one of `others`. */
export function normOption<const Other extends string = never>(
  text: string,
  ...others: readonly Other[]
): v.GenericSchema<Norm | NoInfer<Other>> {
  return number({ above: 0, or: [...others, "max", "none"], text });
}

/**
 * The divisor of the values from `start` to before `end`: their norm, or 1 where that is below float32's smallest normal number,
 * as in librosa's `util.normalize`.
 */
export function normOf(values: ArrayLike<number>, start: number, end: number, norm: Norm): number {
  if (norm === "none") return 1;
  const size = sizeOf(values, start, end, norm);
  return size < SMALLEST_FLOAT32 ? 1 : size;
}

function sizeOf(
  values: ArrayLike<number>,
  start: number,
  end: number,
  norm: Exclude<Norm, "none">,
): number {
  let size = 0;
  if (norm === "max") {
    for (let i = start; i < end; i++) size = Math.max(size, Math.abs(values[i]!));
    return size;
  }
  if (norm === 1) {
    for (let i = start; i < end; i++) size += Math.abs(values[i]!);
    return size;
  }
  for (let i = start; i < end; i++) size += Math.abs(values[i]!) ** norm;
  return size ** (1 / norm);
}

/** The smallest normal float32, which librosa's `util.tiny` gives. */
export const SMALLEST_FLOAT32 = 1.1754943508222875e-38;

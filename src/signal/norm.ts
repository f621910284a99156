import { assertArgument } from "../errors.ts";

/** What a vector is divided by: its largest magnitude, the p-th root of its magnitudes' p-th powers, or nothing. librosa's inf, p and None. */
export type Norm = "max" | "none" | number;

/** Errors: `invalid-argument` unless a norm is one; `where` and `others`, what else is allowed, are for the message. */
export function checkNorm(where: string, norm: Norm, others = ""): void {
  assertArgument(
    norm === "max" || norm === "none" || (Number.isFinite(norm) && norm > 0),
    `${where}: norm must be ${others}max, none or a positive number, got ${norm}`,
  );
}

/**
 * What the values from `start` to before `end` are to be divided by; 1 where their norm is below float32's smallest normal number,
 * as in librosa's `util.normalize`.
 */
export function normOf(values: ArrayLike<number>, start: number, end: number, norm: Norm): number {
  if (norm === "none") return 1;
  let size = 0;
  for (let i = start; i < end; i++) {
    const magnitude = Math.abs(values[i]!);
    if (norm === "max") size = magnitude > size ? magnitude : size;
    else size += norm === 1 ? magnitude : magnitude ** norm;
  }
  if (norm !== "max" && norm !== 1) size **= 1 / norm;
  return size < SMALLEST_FLOAT32 ? 1 : size;
}

/** The smallest normal float32, which librosa's `util.tiny` gives. */
export const SMALLEST_FLOAT32 = 1.1754943508222875e-38;

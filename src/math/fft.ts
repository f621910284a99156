import { AffektError } from "../errors.ts";
import { kernels, type PlanPointers } from "./kernels.ts";

const plans = new Map<number, PlanPointers>();

/**
 * The tables for a real transform of `n` points in the kernels' memory, made at first use. n: a power of two from 8 to 2^20.
 * Must be called before a kernel's scratch memory is in use, since the tables stay.
 */
export function fftPlan(n: number): PlanPointers {
  const known = plans.get(n);
  if (known !== undefined) return known;
  if (!isPowerOfTwo(n) || n < 8 || n > 1 << 20) {
    throw new AffektError(
      "invalid-argument",
      `fft: n must be a power of two in [8, ${1 << 20}], got ${n}`,
    );
  }
  const k = kernels();
  const half = n >> 1;
  const twiddles = k.copyFloat64(stageTwiddles(half));
  const order = k.copyUint32(bitReversedOffsets(half));
  const roots = k.copyFloat64(unitRoots(n));
  const plan: PlanPointers = [twiddles, order, roots];
  plans.set(n, plan);
  return plan;
}

/** Whether n is a positive power of two. */
export function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(n) && n > 0 && Number.isInteger(Math.log2(n));
}

// w^j, w^2j, w^3j for each j of each radix-4 stage, w = exp(-2 pi i / length of the stage).
function stageTwiddles(n: number): Float64Array {
  const table: number[] = [];
  for (let length = n; length >= 4; length >>= 2) {
    for (let j = 0; j < length >> 2; j++) {
      for (const power of [1, 2, 3]) {
        const angle = (-2 * Math.PI * j * power) / length;
        table.push(Math.cos(angle), Math.sin(angle));
      }
    }
  }
  return Float64Array.from(table);
}

function bitReversedOffsets(n: number): Uint32Array {
  const bits = Math.log2(n);
  return Uint32Array.from({ length: n }, (_, i) => {
    let reversed = 0;
    for (let b = 0; b < bits; b++) reversed |= ((i >> b) & 1) << (bits - 1 - b);
    return reversed * 32;
  });
}

function unitRoots(n: number): Float64Array {
  const roots = new Float64Array((n >> 1) + 2);
  for (let k = 0; k <= n >> 2; k++) {
    roots[2 * k] = Math.cos((2 * Math.PI * k) / n);
    roots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / n);
  }
  return roots;
}

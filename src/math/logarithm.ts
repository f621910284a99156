import { kernels } from "./kernels.ts";

/** The decimal logarithms of numbers, within 1e-12. NaN and numbers below `least`, which is positive and not subnormal, count as `least`. */
export function decimalLogarithms(
  numbers: Float32Array | Float64Array,
  least: number,
): Float64Array {
  const count = numbers.length;
  const k = kernels();
  return k.scratch(() => {
    const at = k.allocate((count + 1) * 8);
    k.float64(at, count).set(numbers);
    k.call.logarithm(at, count, least);
    return k.float64(at, count).slice();
  });
}

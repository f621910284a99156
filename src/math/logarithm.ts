import { kernels } from "./kernels.ts";

/** A linear scale of logarithms. */
export interface LogarithmicScale {
  readonly factor: number;
  readonly offset: number;
  /** The lowest result. */
  readonly floor: number;
}

/**
 * factor * log10(x) - offset for each of the numbers, at least floor. Logarithms are within 1e-12. NaN and numbers below `least`, which
 * is positive and not subnormal, count as `least`.
 * scaleOf: returns the scale for the largest of the numbers and `least`.
 */
export function scaledLogarithms<T extends Float32Array | Float64Array>(
  numbers: T,
  least: number,
  scaleOf: (largest: number) => LogarithmicScale,
): T {
  const { length } = numbers;
  const k = kernels();
  return k.scratch(() => {
    const at = k.allocate((length + 1) * numbers.BYTES_PER_ELEMENT);
    if (numbers instanceof Float32Array) {
      k.float32(at, length).set(numbers);
      const { factor, offset, floor } = scaleOf(k.call.largest32(at, length, least));
      k.call.scaledLogarithms32(at, length, least, factor, offset, floor, at);
      return k.float32(at, length).slice() as T;
    }
    k.float64(at, length).set(numbers);
    const { factor, offset, floor } = scaleOf(k.call.largest64(at, length, least));
    k.call.scaledLogarithms64(at, length, least, factor, offset, floor, at);
    return k.float64(at, length).slice() as T;
  });
}

import { kernels } from "./kernels.ts";

/** Replaces positive numbers (not subnormal ones) by their decimal logarithms, within 1e-12; infinity and NaN stay. */
export function toDecimalLogarithms(values: Float64Array): void {
  const k = kernels();
  k.scratch(() => {
    const at = k.allocate((values.length + 1) * 8);
    k.float64(at, values.length).set(values);
    k.call.logarithm(at, values.length);
    values.set(k.float64(at, values.length));
  });
}

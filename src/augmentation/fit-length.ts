/** Samples cut off or followed by zeros: `length` of them. */
export function fitLength(samples: Float32Array, length: number): Float32Array {
  const fitted = new Float32Array(length);
  fitted.set(samples.subarray(0, length));
  return fitted;
}

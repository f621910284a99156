/** The mean square of samples; 0 if there are none. */
export function power(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  return sum / Math.max(1, samples.length);
}

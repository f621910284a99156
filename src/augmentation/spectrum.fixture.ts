import { spectrumOf } from "../math/fourier/fft.ts";

/** The energy of samples between two frequencies in Hz. */
export function bandEnergy(
  samples: Float32Array,
  sampleRate: number,
  [from, to]: readonly [number, number],
): number {
  const n = samples.length;
  const [re, im] = spectrumOf(Float64Array.from(samples), new Float64Array(n));
  let sum = 0;
  for (let k = 0; k <= n / 2; k++) {
    const frequency = (k * sampleRate) / n;
    if (frequency >= from && frequency < to) sum += re[k]! ** 2 + im[k]! ** 2;
  }
  return sum;
}

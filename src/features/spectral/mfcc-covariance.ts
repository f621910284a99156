import type { Frames } from "../../signal/frames.ts";
import { descriptor } from "../descriptor.ts";
import { meanOverTime } from "../statistics.ts";
import { mfccDescriptor } from "./mfcc.ts";

/**
 * Covariances over time of each two values of frames, and their variances: the upper triangle row by row, [width * (width + 1) / 2]. Those of
 * a sample, numpy's `cov`; 0 of fewer than two frames.
 */
export function covariances(frames: Frames): Float64Array {
  const { data, count, width } = frames;
  const sums = new Float64Array((width * (width + 1)) / 2);
  if (count < 2) return sums;
  const mean = meanOverTime(frames);
  const deviations = new Float64Array(width);
  for (let f = 0; f < count; f++) {
    for (let i = 0; i < width; i++) deviations[i] = data[f * width + i]! - mean[i]!;
    for (let i = 0, at = 0; i < width; i++) {
      for (let j = i; j < width; j++) sums[at++]! += deviations[i]! * deviations[j]!;
    }
  }
  return sums.map((sum) => sum / (count - 1));
}

/** `covariances` of `mfcc` in feature sets. */
export const mfccCovarianceDescriptor = descriptor({
  prefix: "mfcc_cov",
  parameters: mfccDescriptor.parameters,
  columns: ({ nMfcc }) =>
    Array.from({ length: nMfcc }, (_, i) =>
      Array.from({ length: nMfcc - i }, (__, k) => ({
        suffix: `${i}_${i + k}`,
        description:
          k === 0
            ? `variance over time of mel-frequency cepstral coefficient ${i}`
            : `covariance over time of mel-frequency cepstral coefficients ${i} and ${i + k}`,
        unit: "dB²",
      })),
    ).flat(),
  frames: (clip, values) => {
    const data = Float32Array.from(covariances(mfccDescriptor.frames(clip, values)));
    return { data, count: 1, width: data.length };
  },
  perClip: true,
});

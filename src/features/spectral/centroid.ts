import type { Sampled } from "../../audio/audio-data.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { normOf } from "../../signal/norm.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

/**
 * The mean frequency of each frame in Hz, weighted by magnitude, [frames, 1]. 0 for silence. librosa's
 * `spectral_centroid(S=magnitudes)`.
 */
export function spectralCentroid(magnitudes: Frames, { sampleRate }: Sampled): Frames {
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("spectralCentroid", magnitudes, sampleRate);
  const centroids = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const start = f * width;
    let sum = 0;
    for (let b = 0; b < width; b++) sum += b * data[start + b]!;
    centroids[f] = (hz * sum) / normOf(data, start, start + width, 1);
  }
  return assertFinite("spectralCentroid", { data: centroids, count, width: 1 });
}

/** `spectralCentroid` in feature sets. */
export const spectralCentroidDescriptor = descriptor({
  prefix: "centroid",
  parameters: {},
  columns: () => singleColumn("Hz", "mean frequency of the spectrum"),
  frames: (clip) => clip.mapMagnitudes((block) => spectralCentroid(block, clip)),
});

import { assertArgument } from "../../errors.ts";
import { spectralCentroid } from "./centroid.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { normOf } from "../../signal/norm.ts";

/** Names and defaults are those of librosa's `spectral_bandwidth`. */
export interface BandwidthOptions {
  /** The power that distances from the centroid are raised to; 2. */
  readonly p?: number;
  /** Whether each frame is divided by the sum of its magnitudes first; true. */
  readonly norm?: boolean;
}

/**
 * How far each frame's spectrum spreads around its centroid, in Hz, [frames, 1]: the p-th root of the mean p-th power of the distance, weighted by
 * magnitude; 0 of silence. librosa's `spectral_bandwidth(S=magnitudes)`. Errors: `invalid-argument` for a p that is not positive.
 */
export function spectralBandwidth(
  magnitudes: Frames,
  sampleRate: number,
  { p = 2, norm = true }: BandwidthOptions = {},
): Frames {
  assertArgument(
    Number.isFinite(p) && p > 0,
    `spectralBandwidth: p must be a positive number, got ${p}`,
  );
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("spectralBandwidth", magnitudes, sampleRate);
  const centroids = spectralCentroid(magnitudes, sampleRate).data;
  const bandwidths = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const start = f * width;
    let sum = 0;
    for (let b = 0; b < width; b++) {
      sum += data[start + b]! * Math.abs(b * hz - centroids[f]!) ** p;
    }
    if (norm) sum /= normOf(data, start, start + width, 1);
    bandwidths[f] = sum ** (1 / p);
  }
  return assertFinite("spectralBandwidth", { data: bandwidths, count, width: 1 });
}

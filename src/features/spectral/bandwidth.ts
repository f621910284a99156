import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { flag, group, number, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { normOf } from "../../signal/norm.ts";
import { descriptor, singleColumn } from "../descriptor.ts";
import { spectralCentroid } from "./centroid.ts";

/** Options of `spectralBandwidth`; names and defaults are librosa's. */
export const BANDWIDTH = group({
  p: withDefault(number({ above: 0, text: "exponent of the distances from the centroid" }), 2),
  norm: withDefault(flag({ text: "divide each frame by the sum of its magnitudes" }), true),
});

/** Options of `spectralBandwidth`. */
export type BandwidthOptions = Sampled & v.InferInput<typeof BANDWIDTH>;

/**
 * The spread of each frame's spectrum around its centroid in Hz, [frames, 1]: the p-th root of the mean p-th power of the distance,
 * weighted by magnitude. 0 for silence. librosa's `spectral_bandwidth(S=magnitudes)`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function spectralBandwidth(
  magnitudes: Frames,
  { sampleRate, ...options }: BandwidthOptions,
): Frames {
  const { p, norm } = complete(BANDWIDTH, options, "spectralBandwidth");
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("spectralBandwidth", magnitudes, sampleRate);
  const centroids = spectralCentroid(magnitudes, { sampleRate }).data;
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

/** `spectralBandwidth` in feature sets. */
export const spectralBandwidthDescriptor = descriptor({
  prefix: "bandwidth",
  parameters: BANDWIDTH.entries,
  columns: () => singleColumn("Hz", "spread of the spectrum around its centroid"),
  frames: (clip, options) =>
    clip.mapMagnitudes((block) =>
      spectralBandwidth(block, { sampleRate: clip.sampleRate, ...options }),
    ),
});

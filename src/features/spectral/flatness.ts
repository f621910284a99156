import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, number, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

/** Options of `spectralFlatness`; names and defaults are librosa's. */
export const FLATNESS = group({
  amin: withDefault(number({ above: 0, text: "smaller powers count as this" }), 1e-10),
  power: withDefault(number({ above: 0, text: "exponent of the magnitudes" }), 2),
});

/** Options of `spectralFlatness`. */
export type FlatnessOptions = v.InferInput<typeof FLATNESS>;

/**
 * The likeness of each frame to noise, in (0, 1], [frames, 1]: the geometric mean of its power over the arithmetic one. 1 for
 * silence. librosa's `spectral_flatness(S=magnitudes)`; Dubnov, "Generalization of spectral flatness measure for non-Gaussian
 * linear processes", 2004.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function spectralFlatness(magnitudes: Frames, options: FlatnessOptions = {}): Frames {
  const { amin, power } = complete(FLATNESS, options, "spectralFlatness");
  const { data, count, width } = magnitudes;
  const flatness = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    let logs = 0;
    let sum = 0;
    for (let i = f * width; i < (f + 1) * width; i++) {
      const energy = Math.max(amin, data[i]! ** power);
      logs += Math.log(energy);
      sum += energy;
    }
    flatness[f] = Math.exp(logs / width) / (sum / width);
  }
  return assertFinite("spectralFlatness", { data: flatness, count, width: 1 });
}

/** `spectralFlatness` in feature sets. */
export const spectralFlatnessDescriptor = descriptor({
  prefix: "flatness",
  parameters: FLATNESS.entries,
  columns: () => singleColumn("", "likeness of the spectrum to that of noise, 0 to 1"),
  frames: (clip, options) => clip.mapMagnitudes((block) => spectralFlatness(block, options)),
});

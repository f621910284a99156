import { assertArgument } from "../../errors.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";

/** Names and defaults are those of librosa's `spectral_flatness`. */
export interface FlatnessOptions {
  /** Smaller powers count as this; 1e-10. */
  readonly amin?: number;
  /** What magnitudes are raised to; 2. */
  readonly power?: number;
}

/**
 * How noise-like each frame is, in (0, 1], [frames, 1]: the geometric mean of its power over the arithmetic one; 1 of silence.
 * librosa's `spectral_flatness(S=magnitudes)`; Dubnov, "Generalization of spectral flatness measure for non-Gaussian linear processes", 2004.
 * Errors: `invalid-argument` for parameters that are not positive.
 */
export function spectralFlatness(
  magnitudes: Frames,
  { amin = 1e-10, power = 2 }: FlatnessOptions = {},
): Frames {
  assertArgument(amin > 0, `spectralFlatness: amin must be positive, got ${amin}`);
  assertArgument(
    Number.isFinite(power) && power > 0,
    `spectralFlatness: power must be a positive number, got ${power}`,
  );
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

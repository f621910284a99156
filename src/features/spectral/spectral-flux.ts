import { assertFinite, type Frames } from "../../signal/frames.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

/**
 * The change of a spectrogram, [frames, 1]: the Euclidean distance of each frame from the one before it, 0 for the first.
 * Tzanetakis and Cook, "Musical genre classification of audio signals", IEEE TSAP 10(5), 2002, without their normalisation;
 * Essentia's `Flux`. librosa has only the increase of decibels, which is `onsetStrength`.
 * @throws {AffektError} `unreadable` for values that are not finite.
 */
export function spectralFlux(magnitudes: Frames): Frames {
  const { data, count, width } = magnitudes;
  const flux = new Float32Array(count);
  for (let f = 1; f < count; f++) {
    let sum = 0;
    for (let i = f * width; i < (f + 1) * width; i++) {
      const change = data[i]! - data[i - width]!;
      sum += change * change;
    }
    flux[f] = Math.sqrt(sum);
  }
  return assertFinite("spectralFlux", { data: flux, count, width: 1 });
}

/** `spectralFlux` in feature sets. */
export const spectralFluxDescriptor = descriptor({
  prefix: "flux",
  parameters: {},
  columns: () =>
    singleColumn("full scale", "distance of the spectrum from that of the frame before"),
  frames: ({ magnitudes }) => spectralFlux(magnitudes),
});

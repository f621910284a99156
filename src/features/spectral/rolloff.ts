import { assertArgument } from "../../errors.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";

/** Names and defaults are those of librosa's `spectral_rolloff`. */
export interface RolloffOptions {
  /** The share of a frame's magnitudes that lies at or below the frequency, between 0 and 1; 0.85. */
  readonly rollPercent?: number;
}

/**
 * The frequency of each frame in Hz up to which rollPercent of its magnitudes lie, [frames, 1]; 0 of silence.
 * librosa's `spectral_rolloff(S=magnitudes)`, summed in float32 as there. Errors: `invalid-argument` for a rollPercent out of range.
 */
export function spectralRolloff(
  magnitudes: Frames,
  sampleRate: number,
  { rollPercent = 0.85 }: RolloffOptions = {},
): Frames {
  assertArgument(
    rollPercent > 0 && rollPercent < 1,
    `spectralRolloff: rollPercent must be between 0 and 1, got ${rollPercent}`,
  );
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("spectralRolloff", magnitudes, sampleRate);
  const sums = new Float32Array(width);
  const frequencies = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    let sum = 0;
    for (let b = 0; b < width; b++) {
      sum = Math.fround(sum + data[f * width + b]!);
      sums[b] = sum;
    }
    const threshold = Math.fround(Math.fround(rollPercent) * sum);
    frequencies[f] = hz * sums.findIndex((reached) => reached >= threshold);
  }
  return assertFinite("spectralRolloff", { data: frequencies, count, width: 1 });
}

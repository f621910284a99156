import { assertArgument } from "../../errors.ts";
import { isTrough, parabolicShift, type PitchOptions, yinDifferences } from "./yin-difference.ts";

/** Names and defaults are those of librosa's `yin`. */
export interface YinOptions extends PitchOptions {
  /** How small the difference of a period must be to be taken without looking at longer ones; 0.1. */
  readonly troughThreshold?: number;
}

/**
 * Fundamental frequency of each frame in Hz: the shortest period whose difference has a local minimum under the threshold, or else the one of the
 * smallest difference. It is not told whether there is a pitch at all (`pyin` does); frames of silence have the highest frequency. librosa's `yin`.
 * Errors: as `pyin`.
 */
export function yin(samples: Float32Array, sampleRate: number, options: YinOptions): Float64Array {
  const { troughThreshold = 0.1 } = options;
  assertArgument(
    troughThreshold > 0,
    `yin: troughThreshold must be positive, got ${troughThreshold}`,
  );
  const differences = yinDifferences("yin", samples, sampleRate, options);
  const f0 = new Float64Array(differences.count);
  differences.each((difference, f) => {
    const first = difference.findIndex((d, i) => d < troughThreshold && isTrough(difference, i));
    const period = first < 0 ? indexOfSmallest(difference) : first;
    f0[f] = sampleRate / (differences.minPeriod + period + parabolicShift(difference, period));
  });
  return f0;
}

function indexOfSmallest(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[at]!) at = i;
  return at;
}

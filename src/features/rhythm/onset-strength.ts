import { assertArgument } from "../../errors.ts";
import { median } from "../../math/median.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { checkPositiveInteger } from "../../signal/framing.ts";

/** Names and defaults are those of librosa's `onset.onset_strength`. */
export interface OnsetStrengthOptions {
  /** Frames between those that are compared; 1. */
  readonly lag?: number;
  /** Bins over which the earlier frame's maximum is taken, so that a gliding pitch is no onset; 1, which is none. */
  readonly maxSize?: number;
  /** A spectrogram of the same shape that frames are compared with instead of those maxima. */
  readonly ref?: Frames;
  /** Whether slow changes of the result are filtered out; false. */
  readonly detrend?: boolean;
  /** Whether the result is moved so that its frames have their time in their middle, as those of a centred spectrogram; true. */
  readonly center?: boolean;
  /** How the bins of a frame become one value: `mean` or `median`; `mean`. */
  readonly aggregate?: "mean" | "median";
  /** Samples a transform of the spectrogram, which say how far `center` moves; 2048. */
  readonly nFft?: number;
  /** Samples between its frames, likewise; 512. */
  readonly hopLength?: number;
}

/**
 * How much new sound begins in each frame [frames]: the increase of each bin since an earlier frame, over all bins. librosa's
 * `onset.onset_strength(S=…)`, whose own spectrogram is the mel spectrogram of power in decibels; Böck and Widmer, "Maximum filter vibrato
 * suppression for onset detection", DAFx 2013.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for values that are not finite.
 */
export function onsetStrength(
  spectrogram: Frames,
  options: OnsetStrengthOptions = {},
): Float32Array {
  const { lag = 1, maxSize = 1, detrend = false, center = true } = options;
  const { aggregate = "mean", nFft = 2048, hopLength = 512 } = options;
  checkPositiveInteger("onsetStrength: lag", lag);
  checkPositiveInteger("onsetStrength: maxSize", maxSize);
  checkPositiveInteger("onsetStrength: nFft", nFft);
  checkPositiveInteger("onsetStrength: hopLength", hopLength);
  assertArgument(
    aggregate === "mean" || aggregate === "median",
    `onsetStrength: aggregate must be mean or median, got ${aggregate}`,
  );
  const { data, count, width } = assertFinite("onsetStrength", spectrogram);
  const { ref = maximaOverBins(spectrogram, maxSize) } = options;
  assertArgument(
    ref.count === count && ref.width === width,
    `onsetStrength: ref must have ${count} frames of ${width} values, got ${ref.count} of ${ref.width}`,
  );
  const aggregated = aggregate === "mean" ? mean : median;
  const delay = center ? Math.floor(nFft / (2 * hopLength)) : 0;
  const strength = new Float32Array(count);
  const increase = new Float64Array(width);
  for (let f = lag; f + delay < count; f++) {
    const now = data.subarray(f * width, (f + 1) * width);
    const earlier = ref.data.subarray((f - lag) * width);
    for (let b = 0; b < width; b++) increase[b] = Math.max(0, now[b]! - earlier[b]!);
    strength[f + delay] = aggregated(increase);
  }
  return detrend ? withoutTrend(strength) : strength;
}

function maximaOverBins(spectrogram: Frames, size: number): Frames {
  if (size === 1) return spectrogram;
  const { data, count, width } = spectrogram;
  const before = Math.floor(size / 2);
  const maxima = new Float32Array(data.length);
  for (let f = 0; f < count; f++) {
    const row = data.subarray(f * width, (f + 1) * width);
    for (let b = 0; b < width; b++) {
      let largest = -Infinity;
      const end = Math.min(width, b - before + size);
      for (let i = Math.max(0, b - before); i < end; i++) largest = Math.max(largest, row[i]!);
      maxima[f * width + b] = largest;
    }
  }
  return { data: maxima, count, width };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

// The filter (1 - z^-1) / (1 - 0.99 z^-1).
function withoutTrend(values: Float32Array): Float32Array {
  let before = 0;
  let level = 0;
  return values.map((value) => {
    level = value - before + 0.99 * level;
    before = value;
    return level;
  });
}

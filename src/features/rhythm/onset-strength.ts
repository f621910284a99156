import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { median } from "../../math/statistics/median.ts";
import { complete } from "../../options/check.ts";
import { choice, described, flag, group, integer, withDefault } from "../../options/schema.ts";
import { powerToDb } from "../../signal/decibel.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { HOP_LENGTH } from "../../signal/framing.ts";
import { STFT } from "../../signal/stft.ts";
import { descriptor, framesOfOne, singleColumn, type ValuesOf } from "../descriptor.ts";
import type { ClipContext } from "../sets/clip-context.ts";

/** Parameters of the onset strength that other descriptors of rhythm start from. */
export const ONSET = {
  lag: withDefault(integer({ min: 1, text: "distance of the frames that are compared" }), 1),
  maxSize: withDefault(
    integer({
      min: 1,
      text: "bins over which the earlier frame's maximum is taken, so that a gliding pitch is no onset; 1 for none",
    }),
    1,
  ),
  aggregate: withDefault(
    choice(["mean", "median"], { text: "how the bins of a frame become one value" }),
    "mean",
  ),
};

const PARAMETERS = {
  ...ONSET,
  detrend: withDefault(flag({ text: "filter out slow changes of the result" }), false),
};

/** Options of `onsetStrength`; names and defaults are those of librosa's `onset.onset_strength`. */
export const ONSET_STRENGTH = group({
  ...PARAMETERS,
  ref: v.optional(
    described(
      v.custom<Frames>((value) => typeof value === "object" && value !== null && "data" in value),
      { text: "spectrogram of the same shape that frames are compared with instead of the maxima" },
      "frames",
    ),
  ),
  center: withDefault(
    flag({ text: "move the result so that frames have their time in their middle" }),
    true,
  ),
  nFft: STFT.entries.nFft,
  hopLength: withDefault(HOP_LENGTH, 512),
});

/** Options of `onsetStrength`. `nFft` and `hopLength` of the spectrogram decide how far `center` moves the result. */
export type OnsetStrengthOptions = v.InferInput<typeof ONSET_STRENGTH>;

/**
 * The strength of onsets in each frame [frames]: the increase of each bin since an earlier frame, over all bins. librosa's
 * `onset.onset_strength(S=…)`, whose own spectrogram is the mel spectrogram of power in decibels; Böck and Widmer, "Maximum filter
 * vibrato suppression for onset detection", DAFx 2013.
 * @throws {AffektError} `invalid-argument` for options out of range, `unreadable` for values that are not finite.
 */
export function onsetStrength(
  spectrogram: Frames,
  options: OnsetStrengthOptions = {},
): Float32Array {
  const completed = complete(ONSET_STRENGTH, options, "onsetStrength");
  const { lag, maxSize, detrend, center, aggregate, nFft, hopLength } = completed;
  const { data, count, width } = assertFinite("onsetStrength", spectrogram);
  const { ref = maximaOverBins(spectrogram, maxSize) } = completed;
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

/** The onset strength of a clip, from its mel spectrogram in decibels. */
export function onsetsOf(
  clip: ClipContext,
  options: ValuesOf<typeof ONSET> & { readonly detrend?: boolean },
): Float32Array {
  const { nFft, hopLength } = clip.framing;
  const power = clip.mel();
  const decibels = { ...power, data: powerToDb(power.data) };
  return onsetStrength(decibels, { ...options, nFft, hopLength });
}

/** `onsetStrength` in feature sets. */
export const onsetStrengthDescriptor = descriptor({
  prefix: "onset",
  parameters: PARAMETERS,
  columns: () => singleColumn("dB", "increase of the levels of the mel bands, where sound begins"),
  frames: (clip, options) => framesOfOne(onsetsOf(clip, options)),
});

import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { eachAutocorrelation } from "../../math/fourier/autocorrelation.ts";
import { WINDOW, windowValues } from "../../math/fourier/windows.ts";
import { complete } from "../../options/check.ts";
import { flag, group, integer, withDefault } from "../../options/schema.ts";
import type { Frames } from "../../signal/frames.ts";
import { assertFiniteSamples } from "../../signal/framing.ts";
import { normOf, normOption } from "../../signal/norm.ts";
import { descriptor, numberedColumns } from "../descriptor.ts";
import { ONSET, onsetsOf } from "./onset-strength.ts";

/** The longest window of a tempogram, in frames. */
export const MAX_WINDOW = 1 << 15;

const PARAMETERS = {
  winLength: withDefault(
    integer({
      min: 1,
      max: MAX_WINDOW,
      text: "length of the windows, and number of lags",
      unit: "frames",
    }),
    384,
  ),
  norm: withDefault(normOption("norm that each window's result is divided by"), "max"),
};

/** Options of `tempogram`; names and defaults are librosa's. */
export const TEMPOGRAM = group({
  ...PARAMETERS,
  center: withDefault(
    flag({
      text: "window f has frame f in its middle instead of as its first; the onset strength fades to 0 beyond its ends",
    }),
    true,
  ),
  window: withDefault(WINDOW, "hann"),
});

/** Options of `tempogram`. */
export type TempogramOptions = v.InferInput<typeof TEMPOGRAM>;

/**
 * The periodicity of the onset strength around each frame [frames, winLength]: value l is its autocorrelation at a lag of l frames,
 * within a window. librosa's `feature.tempogram(onset_envelope=…)`; Grosche, Müller and Kurth, "Cyclic tempogram", ICASSP 2010.
 * @throws {AffektError} `invalid-argument` for options out of range and an uncentred envelope shorter than a window, `unreadable` for
 *   values that are not finite.
 */
export function tempogram(onsetEnvelope: Float32Array, options: TempogramOptions = {}): Frames {
  const { winLength, center, window, norm } = complete(TEMPOGRAM, options, "tempogram");
  assertFiniteSamples("tempogram", onsetEnvelope);
  const samples = center ? withRamps(onsetEnvelope, Math.floor(winLength / 2)) : onsetEnvelope;
  const count = center ? onsetEnvelope.length : onsetEnvelope.length - winLength + 1;
  assertArgument(
    center || count > 0,
    `tempogram: uncentred windows need at least winLength = ${winLength} frames, got ${onsetEnvelope.length}`,
  );
  const data = new Float32Array(count * winLength);
  const frames = { frameLength: winLength, hopLength: 1, count, lags: winLength };
  const windowed = { ...frames, window: windowValues(window, winLength) };
  eachAutocorrelation(samples, windowed, (correlation, f) => {
    const size = normOf(correlation, 0, winLength, norm);
    for (let lag = 0; lag < winLength; lag++) data[f * winLength + lag] = correlation[lag]! / size;
  });
  return { data, count, width: winLength };
}

// The values with ramps of `length` on both sides, from 0 to the first one and from the last one to 0.
function withRamps(values: Float32Array, length: number): Float32Array {
  const n = values.length;
  const padded = new Float32Array(n + 2 * length);
  padded.set(values, length);
  if (n === 0) return padded;
  for (let i = 0; i < length; i++) {
    padded[i] = (values[0]! * i) / length;
    padded[n + 2 * length - 1 - i] = (values[n - 1]! * i) / length;
  }
  return padded;
}

/** `tempogram` in feature sets. */
export const tempogramDescriptor = descriptor({
  prefix: "tempogram",
  parameters: { ...ONSET, ...PARAMETERS },
  columns: ({ winLength }) =>
    numberedColumns(
      winLength,
      "",
      (i) => `likeness of the onset strength to itself ${i} frames later`,
    ),
  frames: (clip, { winLength, norm, ...onset }) =>
    tempogram(onsetsOf(clip, onset), { winLength, norm }),
});

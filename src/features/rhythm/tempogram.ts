import { assertArgument } from "../../errors.ts";
import { eachAutocorrelation } from "../../math/autocorrelation.ts";
import { type WindowSpec, windowValues } from "../../math/windows.ts";
import type { Frames } from "../../signal/frames.ts";
import { assertFiniteSamples, checkPositiveInteger } from "../../signal/framing.ts";
import { checkNorm, type Norm, normOf } from "../../signal/norm.ts";

/** Names and defaults are those of librosa's `feature.tempogram`. */
export interface TempogramOptions {
  /** Frames of the onset strength that one window covers, and lags of the result; 384. */
  readonly winLength?: number;
  /** Whether window f has frame f in its middle, the onset strength fading to 0 beyond its ends, or as its first; true. */
  readonly center?: boolean;
  /** `hann` by default. */
  readonly window?: WindowSpec;
  /** What each window's result is divided by; `max`. */
  readonly norm?: Norm;
}

/**
 * How periodic the onset strength is around each frame [frames, winLength]: value l is its autocorrelation at a lag of l frames, within a window.
 * librosa's `feature.tempogram(onset_envelope=…)`; Grosche, Müller and Kurth, "Cyclic tempogram", ICASSP 2010.
 * Errors: `invalid-argument` for parameters out of range and an uncentred envelope shorter than a window, `unreadable` for values that are not finite.
 */
export function tempogram(onsetEnvelope: Float32Array, options: TempogramOptions = {}): Frames {
  const { winLength = 384, center = true, window = "hann", norm = "max" } = options;
  checkPositiveInteger("tempogram: winLength", winLength);
  checkNorm("tempogram", norm);
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

// The values with `length` more on both sides that lead from 0 to the first one and from the last one to 0.
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

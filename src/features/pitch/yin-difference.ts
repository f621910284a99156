import { assertArgument } from "../../errors.ts";
import { eachAutocorrelation } from "../../math/autocorrelation.ts";
import { type FramingOptions, frameSignal } from "../../signal/framing.ts";
import type { PadMode } from "../../signal/padding.ts";

/** What YIN and pYIN take; defaults are librosa's. */
export interface PitchOptions extends FramingOptions {
  /** The lowest frequency that is looked for, in Hz; its period must be shorter than a frame, and should be shorter than half of one. */
  readonly fmin: number;
  /** The highest, in Hz. */
  readonly fmax: number;
  /** Samples between two frames; frameLength / 4. */
  readonly hopLength?: number;
  /** What the padding is; `constant`, which is zeros. */
  readonly padMode?: PadMode;
}

/** How unlike itself a signal is when moved by each of the periods in question. */
export interface YinDifferences {
  /** The period, in samples, of the first value. */
  readonly minPeriod: number;
  readonly hopLength: number;
  readonly count: number;
  /** Calls `take` with the differences of each frame and its number; the array is valid within the call only. */
  readonly each: (take: (difference: Float64Array, frame: number) => void) => void;
}

/**
 * The cumulative mean normalised difference function, d'(period), of each frame; de Cheveigné and Kawahara, "YIN, a fundamental frequency
 * estimator for speech and music", JASA 111(4), 2002, equation 8. Like librosa's d(1) lacks the energy of the first sample.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for samples that are not finite; `where` is for their messages.
 */
export function yinDifferences(
  where: string,
  signal: Float32Array,
  sampleRate: number,
  options: PitchOptions,
): YinDifferences {
  const { fmin, fmax, frameLength = 2048, padMode = "constant" } = options;
  const { hopLength = Math.floor(frameLength / 4) } = options;
  assertArgument(
    fmin > 0 && fmin < fmax && fmax <= sampleRate / 2,
    `${where}: frequencies must satisfy 0 < fmin < fmax <= ${sampleRate / 2}, got fmin ${fmin} and fmax ${fmax}`,
  );
  const framed = frameSignal(where, signal, { ...options, frameLength, hopLength }, padMode);
  assertArgument(
    sampleRate / fmin < frameLength - 1,
    `${where}: a period of fmin must fit into a frame: raise fmin to over ${sampleRate / (frameLength - 1)} or frameLength to over ${sampleRate / fmin + 1}, got ${fmin} and ${frameLength}`,
  );
  const { samples, count } = framed;
  const minPeriod = Math.floor(sampleRate / fmax);
  const maxPeriod = Math.ceil(sampleRate / fmin);
  const difference = new Float64Array(maxPeriod - minPeriod + 1);
  const each: YinDifferences["each"] = (take) => {
    const lags = maxPeriod + 1;
    eachAutocorrelation(samples, { ...framed, lags }, (correlation, f) => {
      const start = f * hopLength;
      const power = correlation[0]!;
      let energy = samples[start]! ** 2;
      let sum = 0;
      for (let lag = 1; lag <= maxPeriod; lag++) {
        const d = 2 * (power - correlation[lag]!) - (lag > 1 ? energy : 0);
        energy += samples[start + lag]! ** 2;
        sum += d;
        if (lag < minPeriod) continue;
        difference[lag - minPeriod] = (d * lag) / (sum + lag * 2 ** -1022);
      }
      take(difference, f);
    });
  };
  return { minPeriod, hopLength, count, each };
}

/** Whether there is a local minimum at i, the ends counted by their one neighbour. librosa's `util.localmin`. */
export function isTrough(values: Float64Array, i: number): boolean {
  const here = values[i]!;
  if (i === 0) return here < values[1]!;
  if (i === values.length - 1) return here < values[i - 1]!;
  return here < values[i - 1]! && here <= values[i + 1]!;
}

/** Where the parabola through three neighbours has its end, relative to the middle one; 0 at the ends and where it is further than one value away. */
export function parabolicShift(values: Float64Array, i: number): number {
  if (i === 0 || i === values.length - 1) return 0;
  const curvature = values[i + 1]! + values[i - 1]! - 2 * values[i]!;
  const slope = (values[i + 1]! - values[i - 1]!) / 2;
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
}

import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { eachAutocorrelation } from "../../math/fourier/autocorrelation.ts";
import { number, withDefault } from "../../options/schema.ts";
import { frameSignal, HOP_LENGTH, SAMPLE_FRAMING } from "../../signal/framing.ts";
import { PAD_MODE } from "../../signal/padding.ts";

const FMIN = number({
  above: 0,
  text: "lowest frequency; its period must be shorter than a frame, and should be shorter than half of one",
  unit: "Hz",
});
const FMAX = number({ above: 0, text: "highest frequency", unit: "Hz" });

/** Options that `yin` and `pyin` share; names and defaults are librosa's. */
export const PITCH = {
  fmin: FMIN,
  fmax: FMAX,
  frameLength: SAMPLE_FRAMING.entries.frameLength,
  /** A quarter of frameLength, rounded down, unless it is given. */
  hopLength: v.optional(HOP_LENGTH),
  center: SAMPLE_FRAMING.entries.center,
  padMode: withDefault(PAD_MODE, "constant"),
};

/** The range of pitches in feature sets: C2 to C7, as librosa's documentation suggests. */
export const PITCH_RANGE = {
  fmin: withDefault(FMIN, 65.4),
  fmax: withDefault(FMAX, 2093),
};

type CompletePitch = v.InferOutput<v.StrictObjectSchema<typeof PITCH, undefined>>;

/** The difference of a signal from itself, shifted by each candidate period. */
export interface YinDifferences {
  /** The period of the first value, in samples. */
  readonly minPeriod: number;
  readonly hopLength: number;
  readonly count: number;
  /** Calls `take` with the differences of each frame and the frame's number. The array is valid during the call only. */
  readonly each: (take: (difference: Float64Array, frame: number) => void) => void;
}

/**
 * The cumulative mean normalised difference function d'(period) of each frame; de Cheveigné and Kawahara, "YIN, a fundamental
 * frequency estimator for speech and music", JASA 111(4), 2002, equation 8. As in librosa, d(1) lacks the energy of the first
 * sample. `where` names the caller in messages.
 * @throws {AffektError} `invalid-argument` for frequencies out of range and an uncentred signal shorter than a frame, `unreadable`
 *   for samples that are not finite.
 */
export function yinDifferences(
  where: string,
  signal: Float32Array,
  sampleRate: number,
  { fmin, fmax, frameLength, center, padMode, ...options }: CompletePitch,
): YinDifferences {
  const { hopLength = Math.max(1, Math.floor(frameLength / 4)) } = options;
  assertArgument(
    fmin < fmax && fmax <= sampleRate / 2,
    `${where}: frequencies must satisfy 0 < fmin < fmax <= ${sampleRate / 2}, got fmin ${fmin} and fmax ${fmax}`,
  );
  const framed = frameSignal(where, signal, { frameLength, hopLength, center }, padMode);
  assertArgument(
    sampleRate / fmin < frameLength - 1,
    `${where}: a period of fmin must fit into a frame. Raise fmin to over ${sampleRate / (frameLength - 1)} or frameLength to over ${sampleRate / fmin + 1}, got fmin ${fmin} and frameLength ${frameLength}`,
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

/** Whether there is a local minimum at i. Ends are compared with their one neighbour. librosa's `util.localmin`. */
export function isTrough(values: Float64Array, i: number): boolean {
  const here = values[i]!;
  if (i === 0) return here < values[1]!;
  if (i === values.length - 1) return here < values[i - 1]!;
  return here < values[i - 1]! && here <= values[i + 1]!;
}

/** The position of the vertex of the parabola through three neighbours, relative to the middle one. 0 at the ends and where it is further than one value away. */
export function parabolicShift(values: Float64Array, i: number): number {
  if (i === 0 || i === values.length - 1) return 0;
  const curvature = values[i + 1]! + values[i - 1]! - 2 * values[i]!;
  const slope = (values[i + 1]! - values[i - 1]!) / 2;
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
}

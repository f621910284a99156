import { AffektError } from "../errors.ts";
import { powerToDb } from "./decibel.ts";
import type { Frames } from "./frames.ts";

const FMIN = 200;
const BANDS = 6;
const QUANTILE = 0.02;

/**
 * Spectral contrast [frames, 7] of a magnitude spectrogram: in each of seven bands (to 200 Hz, then octaves) the level of the
 * loudest 2 % of bins over that of the quietest 2 %, in dB. librosa's `spectral_contrast(S=abs(stft))` with its defaults
 * (which takes magnitudes for power); Jiang et al., "Music type classification by spectral contrast feature", ICME 2002.
 * Errors: `invalid-argument` for a sample rate of 12.8 kHz or less, in which the last band lies above half the rate.
 */
export function spectralContrast(magnitudes: Frames, sampleRate: number): Frames {
  const { data, count, width } = magnitudes;
  const bands = contrastBands(sampleRate, width);
  const size = bands.length;
  const peak = new Float64Array(count * size);
  const valley = new Float64Array(count * size);
  for (let f = 0; f < count; f++) {
    const start = f * width;
    for (const [b, { first, end, taken }] of bands.entries()) {
      peak[f * size + b] = meanOfLargest(data, start + first, start + end, taken, 1);
      valley[f * size + b] = meanOfLargest(data, start + first, start + end, taken, -1);
    }
  }
  const low = powerToDb(valley);
  return { data: Float32Array.from(powerToDb(peak), (p, i) => p - low[i]!), count, width: size };
}

interface Band {
  readonly first: number;
  /** The bin after the last. */
  readonly end: number;
  /** How many bins make a peak or a valley. */
  readonly taken: number;
}

// Band k holds the bins from one below its lower edge to its upper edge; all but the last give their highest bin away.
function contrastBands(sampleRate: number, bins: number): Band[] {
  const hzPerBin = sampleRate / ((bins - 1) * 2);
  const highest = FMIN * 2 ** (BANDS - 1);
  if (highest >= sampleRate / 2) {
    throw new AffektError(
      "invalid-argument",
      `spectralContrast: needs a sample rate over ${2 * highest} Hz, got ${sampleRate}; resample first`,
    );
  }
  return Array.from({ length: BANDS + 1 }, (_, k) => {
    const low = k === 0 ? 0 : FMIN * 2 ** (k - 1);
    const first = Math.ceil(low / hzPerBin) - (k > 0 ? 1 : 0);
    const last = k === BANDS ? bins - 1 : Math.floor((FMIN * 2 ** k) / hzPerBin);
    const taken = Math.max(1, roundHalfEven(QUANTILE * (last - first + 1)));
    return { first, end: k === BANDS ? bins : last, taken };
  });
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

// The mean of the `taken` largest values (sign 1) or smallest (sign -1) of a stretch, kept in order while passing over it.
function meanOfLargest(
  data: Float32Array,
  from: number,
  to: number,
  taken: number,
  sign: 1 | -1,
): number {
  const best = new Float64Array(taken).fill(-Infinity);
  for (let i = from; i < to; i++) {
    const value = sign * data[i]!;
    if (value <= best[0]!) continue;
    let at = 0;
    for (; at + 1 < taken && best[at + 1]! < value; at++) best[at] = best[at + 1]!;
    best[at] = value;
  }
  let sum = 0;
  for (let i = 0; i < taken; i++) sum += best[i]!;
  return (sign * sum) / taken;
}

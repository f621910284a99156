import { AffektError } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
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
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(data);
    const work = k.allocate(Math.max(...bands.map(({ taken }) => taken)) * 32);
    const peaks = k.allocate(count * size * 8);
    const valleys = k.allocate(count * size * 8);
    for (const [b, { first, end, taken }] of bands.entries()) {
      const out = [peaks + b * 8, valleys + b * 8, size] as const;
      k.call.meanOfExtremes(input, count, width, first, end, taken, work, ...out);
    }
    const low = powerToDb(k.float64(valleys, count * size));
    const contrast = powerToDb(k.float64(peaks, count * size)).map((high, i) => high - low[i]!);
    return { data: Float32Array.from(contrast), count, width: size };
  });
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

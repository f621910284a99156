import { assertArgument } from "../../errors.ts";
import { roundHalfEven } from "../../math/arithmetic.ts";
import { kernels } from "../../math/kernels.ts";
import { powerToDb } from "../../signal/decibel.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";

/** Names and defaults are those of librosa's `spectral_contrast`. */
export interface ContrastOptions {
  /** Where the first band ends and octaves begin, in Hz; 200. */
  readonly fmin?: number;
  /** Octaves; 6. */
  readonly nBands?: number;
  /** The share of a band's bins that make its peak and its valley; 0.02. */
  readonly quantile?: number;
  /** Whether the peak less the valley is given instead of its decibels; false. */
  readonly linear?: boolean;
}

const DEFAULTS = { fmin: 200, nBands: 6, quantile: 0.02, linear: false } as const;

/**
 * Spectral contrast [frames, nBands + 1] of a magnitude spectrogram: in each band (to fmin, then octaves, the last one to the end) the level of
 * the loudest bins over that of the quietest, in dB. librosa's `spectral_contrast(S=magnitudes)` (which takes magnitudes for power);
 * Jiang et al., "Music type classification by spectral contrast feature", ICME 2002.
 * Errors: `invalid-argument` for parameters out of range, such as a last band that lies above half the sample rate, or a band without a bin.
 */
export function spectralContrast(
  magnitudes: Frames,
  sampleRate: number,
  options: ContrastOptions = {},
): Frames {
  const { data, count, width } = magnitudes;
  const parameters = { ...DEFAULTS, ...options };
  const bands = contrastBands(magnitudes, sampleRate, parameters);
  const size = bands.length;
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(data);
    const work = k.allocate(k.call.extremesWorkBytes(Math.max(...bands.map(({ taken }) => taken))));
    const peaks = k.allocate(count * size * 8);
    const valleys = k.allocate(count * size * 8);
    for (const [b, { first, end, taken }] of bands.entries()) {
      const out = [peaks + b * 8, valleys + b * 8, size] as const;
      k.call.meanOfExtremes(input, count, width, first, end, taken, work, ...out);
    }
    const level = parameters.linear ? (means: Float64Array) => means : powerToDb<Float64Array>;
    const low = level(k.float64(valleys, count * size));
    const contrast = level(k.float64(peaks, count * size)).map((high, i) => high - low[i]!);
    return assertFinite("spectralContrast", {
      data: Float32Array.from(contrast),
      count,
      width: size,
    });
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
function contrastBands(
  magnitudes: Frames,
  sampleRate: number,
  { fmin, nBands, quantile }: Required<ContrastOptions>,
): Band[] {
  const { width } = magnitudes;
  const hz = hzPerBin("spectralContrast", magnitudes, sampleRate);
  assertArgument(fmin > 0, `spectralContrast: fmin must be positive, got ${fmin}`);
  assertArgument(
    Number.isInteger(nBands) && nBands >= 1,
    `spectralContrast: nBands must be a positive integer, got ${nBands}`,
  );
  assertArgument(
    quantile > 0 && quantile < 1,
    `spectralContrast: quantile must be between 0 and 1, got ${quantile}`,
  );
  const highest = fmin * 2 ** (nBands - 1);
  assertArgument(
    highest < sampleRate / 2,
    `spectralContrast: its last band begins at ${highest} Hz, which needs a sample rate over ${2 * highest} Hz, got ${sampleRate}; resample first, or take fewer bands`,
  );
  return Array.from({ length: nBands + 1 }, (_, k) => {
    const low = k === 0 ? 0 : fmin * 2 ** (k - 1);
    const first = Math.ceil(low / hz) - (k > 0 ? 1 : 0);
    const last = k === nBands ? width - 1 : Math.floor((fmin * 2 ** k) / hz);
    const end = k === nBands ? width : last;
    assertArgument(
      end > first,
      `spectralContrast: nFft ${(width - 1) * 2} is too small for a band that begins at ${low} Hz`,
    );
    const taken = Math.max(1, roundHalfEven(quantile * (last - first + 1)));
    return { first, end, taken: Math.min(taken, end - first) };
  });
}

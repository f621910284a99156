import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { roundHalfEven } from "../../math/arithmetic.ts";
import { concatenate } from "../../math/concatenate.ts";
import { kernels } from "../../math/kernels.ts";
import { complete } from "../../options/check.ts";
import { flag, group, integer, number, withDefault } from "../../options/schema.ts";
import { powerToDb } from "../../signal/decibel.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { descriptor, numberedColumns } from "../descriptor.ts";

/** Options of `spectralContrast`; names and defaults are librosa's. */
export const CONTRAST = group({
  fmin: withDefault(
    number({ above: 0, text: "end of the first band and begin of the octaves", unit: "Hz" }),
    200,
  ),
  nBands: withDefault(integer({ min: 1, max: 32, text: "number of octaves" }), 6),
  quantile: withDefault(
    number({
      above: 0,
      below: 1,
      text: "share of a band's bins that make its peak, and its valley",
    }),
    0.02,
  ),
  linear: withDefault(
    flag({ text: "return the peak minus the valley instead of their ratio in dB" }),
    false,
  ),
});

/** Options of `spectralContrast`. */
export type ContrastOptions = Sampled & v.InferInput<typeof CONTRAST>;

/**
 * Spectral contrast of a magnitude spectrogram, [frames, nBands + 1]: the level of the loudest bins of a band over that of the
 * quietest, in dB. The first band ends at fmin, the others are octaves, of which the last one has no upper end. librosa's
 * `spectral_contrast(S=magnitudes)`, which takes magnitudes as power; Jiang et al., "Music type classification by spectral contrast
 * feature", ICME 2002.
 * @throws {AffektError} `invalid-argument` for options out of range, such as a last band above half the sample rate, or a band
 *   without a bin.
 */
export function spectralContrast(magnitudes: Frames, options: ContrastOptions): Frames {
  return contrastOfBlocks([magnitudes], options);
}

/** `spectralContrast` of a spectrogram that comes in blocks of frames. @throws {AffektError} as `spectralContrast`. */
export function contrastOfBlocks(
  magnitudes: Iterable<Frames>,
  { sampleRate, ...options }: ContrastOptions,
): Frames {
  const parameters = complete(CONTRAST, options, "spectralContrast");
  const extremes = Array.from(magnitudes, (block) =>
    extremesOf(block, contrastBands(block, sampleRate, parameters)),
  );
  const level = (of: keyof Extremes): Float64Array => {
    const means = concatenate(
      extremes.map((block) => block[of]),
      (length) => new Float64Array(length),
    );
    return parameters.linear ? means : powerToDb(means);
  };
  const low = level("valleys");
  const data = new Float32Array(level("peaks").map((high, i) => high - low[i]!));
  const width = parameters.nBands + 1;
  return assertFinite("spectralContrast", { data, count: data.length / width, width });
}

/** The mean of each band's largest and of its smallest values, [frames, bands]. */
interface Extremes {
  readonly peaks: Float64Array;
  readonly valleys: Float64Array;
}

function extremesOf({ data, count, width }: Frames, bands: readonly Band[]): Extremes {
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
    return {
      peaks: k.float64(peaks, count * size).slice(),
      valleys: k.float64(valleys, count * size).slice(),
    };
  });
}

interface Band {
  readonly first: number;
  /** The bin after the last. */
  readonly end: number;
  /** The number of bins that make a peak or a valley. */
  readonly taken: number;
}

// Band k holds the bins from one below its lower edge to its upper edge. All bands but the last lose their highest bin.
function contrastBands(
  magnitudes: Frames,
  sampleRate: number,
  { fmin, nBands, quantile }: v.InferOutput<typeof CONTRAST>,
): Band[] {
  const { width } = magnitudes;
  const hz = hzPerBin("spectralContrast", magnitudes, sampleRate);
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

/** `spectralContrast` in feature sets. */
export const spectralContrastDescriptor = descriptor({
  prefix: "contrast",
  parameters: CONTRAST.entries,
  columns: ({ fmin, nBands, linear }) =>
    numberedColumns(nBands + 1, linear ? "full scale" : "dB", (i) => {
      const range = i === 0 ? `below ${fmin} Hz` : `from ${fmin * 2 ** (i - 1)} Hz`;
      return `level of the peaks over that of the valleys in the band ${range}`;
    }),
  frames: (clip, options) =>
    contrastOfBlocks(clip.magnitudeBlocks(), { sampleRate: clip.sampleRate, ...options }),
});

import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { kernels } from "../../math/kernels.ts";
import { release } from "../../math/release.ts";
import { median } from "../../math/statistics/median.ts";
import { complete } from "../../options/check.ts";
import { group, integer, number, withDefault } from "../../options/schema.ts";
import { type Frames, hzPerBin } from "../../signal/frames.ts";

/** Options of `estimateTuning`; names and defaults are those of librosa's `estimate_tuning` and `piptrack`. */
export const TUNING = group({
  resolution: withDefault(
    number({ min: 0.0001, max: 1, text: "resolution of the result, as a fraction of a bin" }),
    0.01,
  ),
  binsPerOctave: withDefault(
    integer({ min: 1, text: "bins of an octave, of which the result is a fraction" }),
    12,
  ),
  fmin: withDefault(number({ min: 0, text: "lowest frequency of peaks", unit: "Hz" }), 150),
  fmax: withDefault(number({ above: 0, text: "highest frequency of peaks", unit: "Hz" }), 4000),
  threshold: withDefault(
    number({
      min: 0,
      below: 1,
      text: "smallest size of a peak, as a share of the largest value in its frame",
    }),
    0.1,
  ),
});

/** Options of `estimateTuning`. */
export type TuningOptions = Sampled & v.InferInput<typeof TUNING>;

/**
 * The deviation of a recording's pitches from A4 = 440 Hz, as a fraction of a bin in [-0.5, 0.5), from a magnitude spectrogram. The
 * pitches of all spectral peaks of at least median size are sorted into 1 / resolution classes, and the fullest class is the result;
 * 0 without a peak. librosa's `estimate_tuning(S=magnitudes)`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function estimateTuning(magnitudes: Frames, options: TuningOptions): number {
  return tuningOfPeaks([spectralPeaks(magnitudes, options)], options);
}

/** The tuning by the peaks of blocks of frames. @throws {AffektError} as `estimateTuning`. */
export function tuningOfPeaks(
  peaks: readonly Peaks[],
  { sampleRate: _, ...options }: TuningOptions,
): number {
  const completed = complete(TUNING, options, "estimateTuning");
  const count = peaks.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const [pitches, sizes] = [new Float32Array(count), new Float32Array(count)];
  let at = 0;
  for (const part of peaks) {
    pitches.set(part.pitches, at);
    sizes.set(part.sizes, at);
    at += part.sizes.length;
  }
  const deviation = fullestDeviation(pitches, sizes, completed);
  release([pitches, sizes]);
  return deviation;
}

type CompleteTuning = v.InferOutput<typeof TUNING>;

/** The peaks of frames, one after the other. */
export interface Peaks {
  /** In Hz. */
  readonly pitches: Float32Array;
  readonly sizes: Float32Array;
  /** For each frame the number of peaks up to its end. */
  readonly ends: Uint32Array;
}

/** The peaks of the frames from `first` to before `end`. */
export function peaksOf({ pitches, sizes, ends }: Peaks, first: number, end: number): Peaks {
  const from = ends[first - 1] ?? 0;
  const to = ends[end - 1] ?? 0;
  return {
    pitches: pitches.subarray(from, to),
    sizes: sizes.subarray(from, to),
    ends: ends.subarray(first, end).map((one) => one - from),
  };
}

/** The peaks of frames, by parabolas through three neighbours. librosa's `piptrack`. @throws {AffektError} as `estimateTuning`. */
export function spectralPeaks(
  magnitudes: Frames,
  { sampleRate, ...options }: TuningOptions,
): Peaks {
  const { fmin, fmax, threshold } = complete(TUNING, options, "estimateTuning");
  assertArgument(
    fmax > fmin,
    `estimateTuning: frequencies must satisfy 0 <= fmin < fmax, got fmin ${fmin} and fmax ${fmax}`,
  );
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("estimateTuning", magnitudes, sampleRate);
  const from = Math.max(1, Math.ceil(fmin / hz));
  const to = Math.min(width - 1, Math.ceil(Math.min(fmax, sampleRate / 2) / hz));
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(data);
    const most = (count * (Math.max(0, to - from) + 2)) / 2 + 1;
    const [pitches, sizes] = [k.allocate(most * 4), k.allocate(most * 4)];
    const ends = k.allocate(count * 4);
    const places = [hz, pitches, sizes, ends] as const;
    k.call.spectralPeaks(input, count, width, from, to, threshold, ...places);
    const numbers = k.uint32(ends, count).slice();
    const found = numbers.at(-1) ?? 0;
    return {
      pitches: k.float32(pitches, found).slice(),
      sizes: k.float32(sizes, found).slice(),
      ends: numbers,
    };
  });
}

// The fullest class of the deviations of peaks of at least median size.
function fullestDeviation(
  pitches: Float32Array,
  sizes: Float32Array,
  { resolution, binsPerOctave }: CompleteTuning,
): number {
  if (pitches.length === 0) return 0;
  const least = Math.fround(median(sizes));
  const classes = Math.ceil(1 / resolution);
  const counts = new Uint32Array(classes);
  for (let i = 0; i < pitches.length; i++) {
    if (sizes[i]! < least) continue;
    const octaves = Math.fround(Math.log2(pitches[i]! / 27.5));
    const position = Math.fround(binsPerOctave * octaves);
    let deviation = Math.fround(position - Math.floor(position));
    if (deviation >= 0.5) deviation = Math.fround(deviation - 1);
    const at = Math.floor((deviation + 0.5) * classes);
    counts[Math.min(classes - 1, Math.max(0, at))]!++;
  }
  let best = 0;
  for (let i = 1; i < classes; i++) if (counts[i]! > counts[best]!) best = i;
  return best / classes - 0.5;
}

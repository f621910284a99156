import { assertArgument } from "../errors.ts";
import { median } from "../math/median.ts";
import { type Frames, hzPerBin } from "./frames.ts";

/** Names and defaults are those of librosa's `estimate_tuning` and `piptrack`. */
export interface TuningOptions {
  /** How finely the answer is told, in fractions of a bin; 0.01. */
  readonly resolution?: number;
  /** Bins of which the answer is a fraction; 12. */
  readonly binsPerOctave?: number;
  /** Where peaks are looked for, in Hz; 150. */
  readonly fmin?: number;
  /** In Hz; 4000. */
  readonly fmax?: number;
  /** The least size of a peak, as a share of the largest value in its frame; 0.1. */
  readonly threshold?: number;
}

const DEFAULTS = {
  resolution: 0.01,
  binsPerOctave: 12,
  fmin: 150,
  fmax: 4000,
  threshold: 0.1,
} as const;

/**
 * Deviation of a recording's pitches from A4 = 440 Hz, as a fraction of a bin in [-0.5, 0.5), from a magnitude spectrogram: the fullest of the
 * 1 / resolution classes of the pitches of all spectral peaks at or above their median size; 0 where there is no peak.
 * librosa's `estimate_tuning(S=magnitudes)`. Errors: `invalid-argument` for parameters out of range.
 */
export function estimateTuning(
  magnitudes: Frames,
  sampleRate: number,
  options: TuningOptions = {},
): number {
  const parameters = { ...DEFAULTS, ...options };
  checkParameters(parameters);
  const { pitches, sizes } = spectralPeaks(magnitudes, sampleRate, parameters);
  const middle = Math.fround(median(sizes));
  const strong = pitches.filter((_, i) => sizes[i]! >= middle);
  return fullestDeviation(strong, parameters);
}

function checkParameters(parameters: Required<TuningOptions>): void {
  const { resolution, binsPerOctave, fmin, fmax, threshold } = parameters;
  assertArgument(
    resolution > 0 && resolution <= 1,
    `estimateTuning: resolution must be a number over 0 and up to 1, got ${resolution}`,
  );
  assertArgument(
    Number.isInteger(binsPerOctave) && binsPerOctave >= 1,
    `estimateTuning: binsPerOctave must be a positive integer, got ${binsPerOctave}`,
  );
  assertArgument(
    fmin >= 0 && fmax > fmin,
    `estimateTuning: frequencies must satisfy 0 <= fmin < fmax, got fmin ${fmin} and fmax ${fmax}`,
  );
  assertArgument(
    threshold >= 0 && threshold < 1,
    `estimateTuning: threshold must be in [0, 1), got ${threshold}`,
  );
}

// The pitch in Hz and the size of each peak, by parabolas through three neighbours; librosa's `piptrack`.
function spectralPeaks(
  magnitudes: Frames,
  sampleRate: number,
  { fmin, fmax, threshold: share }: Required<TuningOptions>,
): { pitches: number[]; sizes: number[] } {
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("estimateTuning", magnitudes, sampleRate);
  const from = Math.max(1, Math.ceil(fmin / hz));
  const to = Math.min(width - 1, Math.ceil(Math.min(fmax, sampleRate / 2) / hz));
  const pitches: number[] = [];
  const sizes: number[] = [];
  for (let f = 0; f < count; f++) {
    const start = f * width;
    let largest = 0;
    for (let i = start; i < start + width; i++) largest = data[i]! > largest ? data[i]! : largest;
    const threshold = Math.fround(share * largest);
    for (let b = from; b < to; b++) {
      const at = start + b;
      const here = data[at]!;
      if (here <= threshold) continue;
      const before = data[at - 1]!;
      const after = data[at + 1]!;
      // a peak among the values over the threshold (the others count as 0)
      if (!(here > (before > threshold ? before : 0) && here >= (after > threshold ? after : 0))) {
        continue;
      }
      const shift = parabolicShift(before, here, after);
      const pitch = Math.fround((b + shift) * hz);
      if (pitch <= 0) continue;
      pitches.push(pitch);
      sizes.push(Math.fround(here + 0.25 * (after - before) * shift));
    }
  }
  return { pitches, sizes };
}

// Where the parabola through three neighbours has its top, relative to the middle one; 0 if further than one bin.
function parabolicShift(before: number, here: number, after: number): number {
  const curvature = Math.fround(Math.fround(after + before) - 2 * here);
  const slope = Math.fround(Math.fround(after - before) / 2);
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : Math.fround(-slope / curvature);
}

function fullestDeviation(
  pitches: readonly number[],
  { resolution, binsPerOctave }: Required<TuningOptions>,
): number {
  if (pitches.length === 0) return 0;
  const classes = Math.ceil(1 / resolution);
  const counts = new Uint32Array(classes);
  for (const pitch of pitches) {
    const octaves = Math.fround(Math.log2(pitch / 27.5));
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

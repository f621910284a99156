import { assertArgument } from "../../errors.ts";
import { kernels } from "../../math/kernels.ts";
import { median } from "../../math/median.ts";
import { type Frames, hzPerBin } from "../../signal/frames.ts";

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
  return fullestDeviation(spectralPeaks(magnitudes, sampleRate, parameters), parameters);
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

/** One value a peak. */
interface Peaks {
  /** In Hz. */
  readonly pitches: Float32Array;
  readonly sizes: Float32Array;
}

// Of all frames' peaks, by parabolas through three neighbours; librosa's `piptrack`.
function spectralPeaks(
  magnitudes: Frames,
  sampleRate: number,
  { fmin, fmax, threshold }: Required<TuningOptions>,
): Peaks {
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("estimateTuning", magnitudes, sampleRate);
  const from = Math.max(1, Math.ceil(fmin / hz));
  const to = Math.min(width - 1, Math.ceil(Math.min(fmax, sampleRate / 2) / hz));
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(data);
    const most = (count * (Math.max(0, to - from) + 2)) / 2 + 1;
    const [pitches, sizes] = [k.allocate(most * 4), k.allocate(most * 4)];
    const places = [hz, pitches, sizes] as const;
    const found = k.call.spectralPeaks(input, count, width, from, to, threshold, ...places);
    return {
      pitches: k.float32(pitches, found).slice(),
      sizes: k.float32(sizes, found).slice(),
    };
  });
}

// Of the peaks of median size and more.
function fullestDeviation(
  { pitches, sizes }: Peaks,
  { resolution, binsPerOctave }: Required<TuningOptions>,
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

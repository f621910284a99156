import { assertArgument } from "../../errors.ts";
import { modulo, roundHalfEven } from "../../math/arithmetic.ts";
import { release } from "../../math/release.ts";
import { C1, constantQ } from "../../signal/cqt.ts";
import { assertFinite, type Frames, normalizeFrames } from "../../signal/frames.ts";
import { checkNorm, type Norm } from "../../signal/norm.ts";
import { stftMagnitudes } from "../../signal/stft.ts";
import { estimateTuning } from "../pitch/tuning.ts";

/** Names and defaults are those of librosa's `chroma_cqt`. */
export interface ChromaCqtOptions {
  /** Samples between two frames; 512. */
  readonly hopLength?: number;
  /** The lowest pitch in Hz; C1, 32.7. */
  readonly fmin?: number;
  /** What each frame is divided by; `max`. */
  readonly norm?: Norm;
  /** Smaller values become 0, before the division; 0. */
  readonly threshold?: number;
  /** Deviation from A4 = 440 Hz as a fraction of a bin of the transform; estimated from the signal. */
  readonly tuning?: number;
  /** Pitch classes; 12. */
  readonly nChroma?: number;
  /** 7. */
  readonly nOctaves?: number;
  /** Of the transform, a multiple of nChroma; 36. */
  readonly binsPerOctave?: number;
}

const DEFAULTS = {
  hopLength: 512,
  fmin: C1,
  norm: "max",
  threshold: 0,
  nChroma: 12,
  nOctaves: 7,
  binsPerOctave: 36,
} as const;

/**
 * Chromagram [frames, nChroma] from the constant-Q transform, C first. librosa's `chroma_cqt`.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for samples that are not finite.
 */
export function chromaCqt(
  samples: Float32Array,
  sampleRate: number,
  options: ChromaCqtOptions = {},
): Frames {
  const { norm, threshold, nChroma, nOctaves, ...transform } = { ...DEFAULTS, ...options };
  const { fmin, binsPerOctave } = transform;
  assertArgument(
    Number.isInteger(nOctaves) && nOctaves >= 1,
    `chromaCqt: nOctaves must be a positive integer, got ${nOctaves}`,
  );
  assertArgument(
    Number.isInteger(nChroma) && nChroma >= 1 && binsPerOctave % nChroma === 0,
    `chromaCqt: binsPerOctave must be a multiple of nChroma, got ${binsPerOctave} and ${nChroma}`,
  );
  checkNorm("chromaCqt", norm);
  const tuning = transform.tuning ?? tuningOf(samples, sampleRate, binsPerOctave);
  const nBins = nOctaves * binsPerOctave;
  const cqt = constantQ(samples, sampleRate, { ...transform, tuning, nBins });
  const { data, count } = cqt;
  const classes = pitchClasses(nBins, nChroma, { binsPerOctave, fmin });
  const chroma = new Float32Array(count * nChroma);
  for (let f = 0; f < count; f++) {
    for (let b = 0; b < nBins; b++) chroma[f * nChroma + classes[b]!]! += data[f * nBins + b]!;
  }
  release([data]);
  for (let i = 0; i < chroma.length; i++) if (chroma[i]! < threshold) chroma[i] = 0;
  return assertFinite("chromaCqt", normalizeFrames({ data: chroma, count, width: nChroma }, norm));
}

function tuningOf(samples: Float32Array, sampleRate: number, binsPerOctave: number): number {
  const magnitudes = stftMagnitudes(samples);
  const tuning = estimateTuning(magnitudes, sampleRate, { binsPerOctave });
  release([magnitudes.data]);
  return tuning;
}

// The pitch class of each bin; of the bins of a class its own pitch is in the middle. librosa's `filters.cq_to_chroma`.
function pitchClasses(
  nBins: number,
  nChroma: number,
  { binsPerOctave, fmin }: { readonly binsPerOctave: number; readonly fmin: number },
): number[] {
  const merged = binsPerOctave / nChroma;
  const semitones = modulo(12 * Math.log2(fmin / C1), 12);
  const first = roundHalfEven((semitones * nChroma) / 12);
  return Array.from(
    { length: nBins },
    (_, b) => (first + Math.floor((b + Math.floor(merged / 2)) / merged)) % nChroma,
  );
}

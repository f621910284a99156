import type { Sampled } from "../../audio/audio-data.ts";
import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { modulo, roundHalfEven } from "../../math/arithmetic.ts";
import { release } from "../../math/release.ts";
import { complete } from "../../options/check.ts";
import { group, integer, number, withDefault } from "../../options/schema.ts";
import { C1, CONSTANT_Q, constantQBlocks } from "../../signal/cqt.ts";
import { assertFinite, type Frames, joinFrames, normalizeFrames } from "../../signal/frames.ts";
import { normOption } from "../../signal/norm.ts";
import { stftMagnitudeBlocks } from "../../signal/stft.ts";
import { descriptor } from "../descriptor.ts";
import { spectralPeaks, tuningOfPeaks } from "../pitch/tuning.ts";
import { pitchClassColumns } from "./pitch-classes.ts";

const { hopLength, fmin } = CONSTANT_Q.entries;

const PARAMETERS = {
  fmin,
  threshold: withDefault(
    number({ text: "smaller values become 0, before the division by the norm" }),
    0,
  ),
  tuning: v.optional(
    number({
      text: "deviation from A4 = 440 Hz as a fraction of a bin of the transform, by default estimated",
    }),
  ),
  nChroma: withDefault(integer({ min: 1, max: 120, text: "number of pitch classes" }), 12),
  nOctaves: withDefault(integer({ min: 1, max: 20, text: "number of octaves" }), 7),
  binsPerOctave: withDefault(
    integer({
      min: 1,
      max: 1200,
      text: "bins of an octave in the transform, a multiple of nChroma",
    }),
    36,
  ),
  norm: withDefault(normOption("norm that each frame is divided by"), "max"),
};

/** Options of `chromaCqt`; names and defaults are librosa's. */
export const CHROMA_CQT = group({ hopLength, ...PARAMETERS });

/** Options of `chromaCqt`. */
export type ChromaCqtOptions = Sampled & v.InferInput<typeof CHROMA_CQT>;

/**
 * Chromagram from the constant-Q transform, [frames, nChroma], C first. librosa's `chroma_cqt`.
 * @throws {AffektError} `invalid-argument` for options out of range, `unreadable` for samples that are not finite.
 */
export function chromaCqt(
  samples: Float32Array,
  { sampleRate, ...options }: ChromaCqtOptions,
): Frames {
  const completed = complete(CHROMA_CQT, options, "chromaCqt");
  const { norm, threshold, nChroma, nOctaves, ...transform } = completed;
  const { fmin, binsPerOctave } = transform;
  assertArgument(
    binsPerOctave % nChroma === 0,
    `chromaCqt: binsPerOctave must be a multiple of nChroma, got ${binsPerOctave} and ${nChroma}`,
  );
  const tuning = transform.tuning ?? tuningOf(samples, sampleRate, binsPerOctave);
  const nBins = nOctaves * binsPerOctave;
  const blocks = constantQBlocks(samples, { sampleRate, ...transform, tuning, nBins });
  const classes = classesOf(nBins, nChroma, { binsPerOctave, fmin });
  const chroma = Array.from(blocks, ({ data, count }) => {
    const sums = new Float32Array(count * nChroma);
    for (let f = 0; f < count; f++) {
      for (let b = 0; b < nBins; b++) sums[f * nChroma + classes[b]!]! += data[f * nBins + b]!;
    }
    release([data]);
    for (let i = 0; i < sums.length; i++) if (sums[i]! < threshold) sums[i] = 0;
    return normalizeFrames({ data: sums, count, width: nChroma }, norm);
  });
  return assertFinite("chromaCqt", joinFrames(chroma));
}

function tuningOf(samples: Float32Array, sampleRate: number, binsPerOctave: number): number {
  const options = { sampleRate, binsPerOctave };
  const peaks = Array.from(stftMagnitudeBlocks(samples), (block) => spectralPeaks(block, options));
  return tuningOfPeaks(peaks, options);
}

// The pitch class of each bin. A class' own pitch is the middle one of its bins. librosa's `filters.cq_to_chroma`.
function classesOf(
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

/** `chromaCqt` in feature sets. */
export const chromaCqtDescriptor = descriptor({
  prefix: "chroma_cqt",
  parameters: PARAMETERS,
  columns: pitchClassColumns,
  frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
    chromaCqt(samples, { sampleRate, ...options, hopLength }),
});

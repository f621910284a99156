import type { Sampled } from "../../audio/audio-data.ts";
import * as v from "valibot";
import { modulo, roundHalfEven } from "../../math/arithmetic.ts";
import { BoundedCache } from "../../math/bounded-cache.ts";
import { matmul, packMatrix, type PackedMatrix } from "../../math/linear-algebra/matmul.ts";
import { release } from "../../math/release.ts";
import { complete } from "../../options/check.ts";
import { flag, group, integer, number, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, hzPerBin, normalizeFrames } from "../../signal/frames.ts";
import { normOption } from "../../signal/norm.ts";
import { descriptor } from "../descriptor.ts";
import { estimateTuning } from "../pitch/tuning.ts";
import { pitchClassColumns } from "./pitch-classes.ts";

const PARAMETERS = {
  nChroma: withDefault(integer({ min: 1, max: 120, text: "number of pitch classes" }), 12),
  tuning: v.optional(
    number({
      text: "deviation from A4 = 440 Hz as a fraction of a class, by default estimated from the spectrogram",
    }),
  ),
  norm: withDefault(normOption("norm that each frame is divided by"), "max"),
  ctroct: withDefault(
    number({ text: "octave that weighs most, where octave 5 begins with A4" }),
    5,
  ),
  octwidth: withDefault(
    number({
      above: 0,
      or: ["none"],
      text: "standard deviation of the weights around that octave, or `none` for equal weights",
      unit: "octaves",
    }),
    2,
  ),
};

/** Options of `chromaStft`; names and defaults are those of librosa's `chroma_stft` and `filters.chroma`. */
export const CHROMA_STFT = group({
  ...PARAMETERS,
  baseC: withDefault(flag({ text: "begin with the class C instead of A" }), true),
});

/** Options of `chromaStft`. */
export type ChromaOptions = Sampled & v.InferInput<typeof CHROMA_STFT>;

/**
 * Chromagram [frames, nChroma] of a spectrogram [frames, nFft / 2 + 1] of magnitudes, or of power, as librosa computes it from a
 * signal. librosa's `chroma_stft(S=spectrogram)`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function chromaStft(spectrogram: Frames, { sampleRate, ...options }: ChromaOptions): Frames {
  const { norm, ...given } = complete(CHROMA_STFT, options, "chromaStft");
  const { data, count, width } = spectrogram;
  const { nChroma } = given;
  const tuning =
    given.tuning ?? estimateTuning(spectrogram, { sampleRate, binsPerOctave: nChroma });
  const hz = hzPerBin("chromaStft", spectrogram, sampleRate);
  const bank = chromaFilters(hz, width, { ...given, tuning });
  const chroma = { data: matmul(data, bank), count, width: nChroma };
  const normalized = normalizeFrames(chroma, norm);
  release([chroma.data]);
  return assertFinite("chromaStft", normalized);
}

type Bank = Omit<v.InferOutput<typeof CHROMA_STFT>, "norm" | "tuning"> & {
  readonly tuning: number;
};

const banks = new BoundedCache<PackedMatrix>(({ groups }) => groups.byteLength);

// librosa's `filters.chroma`, [bins, nChroma]: Gaussian bumps around each pitch class. The weights of a bin have the Euclidean norm 1,
// before a Gaussian over the octaves weighs the bins.
function chromaFilters(hz: number, bins: number, bank: Bank): PackedMatrix {
  const { nChroma, tuning, ctroct, octwidth, baseC } = bank;
  const key = [hz, bins, nChroma, tuning, ctroct, octwidth, baseC].join();
  return banks.get(key, () => makeFilters(hz, bins, bank));
}

function makeFilters(hz: number, bins: number, bank: Bank): PackedMatrix {
  const { nChroma, tuning, ctroct, octwidth, baseC } = bank;
  const a0 = 27.5 * 2 ** (tuning / nChroma);
  const pitch = (bin: number): number =>
    bin === 0 ? pitch(1) - 1.5 * nChroma : nChroma * Math.log2((bin * hz) / a0);
  // librosa's filters begin with A; C is its third class of twelve
  const first = baseC ? 3 * Math.floor(nChroma / 12) : 0;
  const weights = new Float64Array(bins * nChroma);
  let next = pitch(0);
  for (let b = 0; b < bins; b++) {
    const here = next;
    next = pitch(b + 1);
    const row = weights.subarray(b * nChroma, (b + 1) * nChroma);
    const norm = putBump(row, here - first, Math.max(next - here, 1));
    const octave =
      octwidth === "none" ? 1 : Math.exp(-0.5 * ((here / nChroma - ctroct) / octwidth) ** 2);
    for (let c = 0; c < nChroma; c++) row[c]! *= octave / norm;
  }
  return packMatrix(weights, [bins, nChroma], "float32");
}

// Writes exp(-(2 d / width)^2 / 2) for each class, where d is its distance from a pitch around the circle, and returns their Euclidean
// norm. From the class below the pitch outwards, each value is the one before times a ratio that falls by the same factor each time.
function putBump(row: Float64Array, pitch: number, width: number): number {
  const n = row.length;
  const below = Math.floor(pitch);
  const d = pitch - below;
  const fall = Math.exp(-4 / width ** 2);
  const centre = Math.exp(-2 * (d / width) ** 2);
  const half = roundHalfEven(n / 2);
  const start = modulo(below, n);
  row[start] = centre;
  let energy = centre * centre;
  let value = centre;
  let ratio = Math.exp((4 * d - 2) / width ** 2);
  for (let steps = 1, at = start; steps <= half; steps++) {
    at = at + 1 === n ? 0 : at + 1;
    value *= ratio;
    ratio *= fall;
    row[at] = value;
    energy += value * value;
  }
  value = centre;
  ratio = Math.exp((-4 * d - 2) / width ** 2);
  for (let steps = 1, at = start; steps < n - half; steps++) {
    at = at === 0 ? n - 1 : at - 1;
    value *= ratio;
    ratio *= fall;
    row[at] = value;
    energy += value * value;
  }
  return Math.sqrt(energy);
}

/** `chromaStft` in feature sets. */
export const chromaStftDescriptor = descriptor({
  prefix: "chroma",
  parameters: PARAMETERS,
  columns: pitchClassColumns,
  frames: (clip, options) => {
    const { sampleRate } = clip;
    const { nChroma } = options;
    const tuning = options.tuning ?? clip.tuning(nChroma);
    return clip.mapMagnitudes((block) => chromaStft(block, { sampleRate, ...options, tuning }));
  },
});

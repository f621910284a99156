import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { BoundedCache } from "../../math/bounded-cache.ts";
import { DCT_NORMS, dctFactor, type DctNorm, type DctType } from "../../math/fourier/dct.ts";
import { matmul, packMatrix, type PackedMatrix } from "../../math/linear-algebra/matmul.ts";
import { release } from "../../math/release.ts";
import { complete } from "../../options/check.ts";
import { choice, group, integer, number, withDefault } from "../../options/schema.ts";
import { powerToDb } from "../../signal/decibel.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { descriptor, numberedColumns } from "../descriptor.ts";
import { MEL_BANDS } from "./mel.ts";

/** Options of `mfcc`; names and defaults are librosa's. */
export const MFCC = group({
  nMfcc: withDefault(
    integer({ min: 1, max: 4096, text: "number of coefficients, at most that of the mel bands" }),
    20,
  ),
  dctType: withDefault(
    integer({ min: 1, max: 3, text: "type of the discrete cosine transform" }),
    2,
  ),
  norm: withDefault(
    choice(DCT_NORMS, { text: "scale of the transform: orthonormal, or scipy's unscaled one" }),
    "ortho",
  ),
  lifter: withDefault(
    number({
      min: 0,
      text: "if over 0, coefficient n (from 1) is multiplied by 1 + lifter / 2 * sin(pi * n / lifter)",
    }),
    0,
  ),
});

/** Options of `mfcc`. */
export type MfccOptions = v.InferInput<typeof MFCC>;

/**
 * Mel-frequency cepstral coefficients [frames, nMfcc] of a mel spectrogram of power: the first values of the cosine transform of its
 * decibels. librosa's `mfcc(S=power_to_db(mel))`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function mfcc(mel: Frames, options: MfccOptions = {}): Frames {
  const { nMfcc, dctType, norm, lifter } = complete(MFCC, options, "mfcc");
  const { count, width } = mel;
  assertArgument(nMfcc <= width, `mfcc: nMfcc must be an integer in [1, ${width}], got ${nMfcc}`);
  assertArgument(dctType !== 1 || width > 1, "mfcc: dctType 1 needs at least two mel bands");
  const basis = basisOf({ type: dctType as DctType, norm }, width, nMfcc);
  const levels = powerToDb(mel.data);
  const data = matmul(levels, basis);
  release([levels]);
  if (lifter > 0) {
    for (let i = 0; i < data.length; i++) {
      data[i]! *= 1 + (lifter / 2) * Math.sin((Math.PI * ((i % nMfcc) + 1)) / lifter);
    }
  }
  return assertFinite("mfcc", { data, count, width: nMfcc });
}

const bases = new BoundedCache<PackedMatrix>(({ groups }) => groups.byteLength);

// The transform of `length` values to its first `count` coefficients as a matrix [length, count].
function basisOf(
  transform: { readonly type: DctType; readonly norm: DctNorm },
  length: number,
  count: number,
): PackedMatrix {
  const key = [transform.type, transform.norm, length, count].join();
  return bases.get(key, () => {
    const factor = dctFactor(transform, length);
    const values = new Float64Array(length * count);
    for (let n = 0, at = 0; n < length; n++) {
      for (let k = 0; k < count; k++) values[at++] = factor(k, n);
    }
    return packMatrix(values, [length, count], "float64");
  });
}

/** `mfcc` in feature sets. */
export const mfccDescriptor = descriptor({
  prefix: "mfcc",
  parameters: {
    nMfcc: MFCC.entries.nMfcc,
    ...MEL_BANDS,
    dctType: MFCC.entries.dctType,
    norm: MFCC.entries.norm,
    lifter: MFCC.entries.lifter,
  },
  columns: ({ nMfcc }) =>
    numberedColumns(
      nMfcc,
      "dB",
      (i) => `mel-frequency cepstral coefficient ${i}${i === 0 ? ", the level" : ""}`,
    ),
  frames: (clip, { nMfcc, dctType, norm, lifter, ...bands }) =>
    mfcc(clip.mel(bands), { nMfcc, dctType, norm, lifter }),
});

import { assertArgument } from "../../errors.ts";
import { dctFactor, type DctNorm, type DctType, isDctType } from "../../math/dct.ts";
import { type PackedMatrix, packMatrix, matmul } from "../../math/matmul.ts";
import { powerToDb } from "../../signal/decibel.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";

/** Names and defaults are those of librosa's `mfcc`. */
export interface MfccOptions {
  /** Coefficients, from 1 to the number of mel bands; 20. */
  readonly nMfcc?: number;
  /** Type of the cosine transform; 2. */
  readonly dctType?: DctType;
  /** Its scale; `ortho`. */
  readonly norm?: DctNorm;
  /** If over 0, coefficient n (from 1) is multiplied by 1 + lifter / 2 * sin(pi * n / lifter); 0. */
  readonly lifter?: number;
}

/**
 * Mel-frequency cepstral coefficients [frames, nMfcc] of a mel spectrogram of power: the first values of the cosine transform of its decibels.
 * librosa's `mfcc(S=power_to_db(mel))`. Errors: `invalid-argument` for parameters out of range.
 */
export function mfcc(mel: Frames, options: MfccOptions = {}): Frames {
  const { nMfcc = 20, dctType = 2, norm = "ortho", lifter = 0 } = options;
  const { count, width } = mel;
  assertArgument(
    Number.isInteger(nMfcc) && nMfcc >= 1 && nMfcc <= width,
    `mfcc: nMfcc must be an integer in [1, ${width}], got ${nMfcc}`,
  );
  assertArgument(
    Number.isFinite(lifter) && lifter >= 0,
    `mfcc: lifter must be a number from 0, got ${lifter}`,
  );
  assertArgument(
    isDctType(dctType) && (dctType !== 1 || width > 1),
    `mfcc: dctType must be 1 (of at least two mel bands), 2 or 3, got ${dctType}`,
  );
  assertArgument(
    norm === "ortho" || norm === "none",
    `mfcc: norm must be ortho or none, got ${norm}`,
  );
  const data = matmul(powerToDb(mel.data), basisOf({ type: dctType, norm }, width, nMfcc));
  if (lifter > 0) {
    for (let i = 0; i < data.length; i++) {
      data[i]! *= 1 + (lifter / 2) * Math.sin((Math.PI * ((i % nMfcc) + 1)) / lifter);
    }
  }
  return assertFinite("mfcc", { data, count, width: nMfcc });
}

const bases = new Map<string, PackedMatrix>();

// The transform of `length` values to its first `count` ones as a matrix [length, count].
function basisOf(
  transform: { readonly type: DctType; readonly norm: DctNorm },
  length: number,
  count: number,
): PackedMatrix {
  const key = [transform.type, transform.norm, length, count].join();
  let basis = bases.get(key);
  if (basis === undefined) {
    const factor = dctFactor(transform, length);
    basis = packMatrix([length, count], "float64", (n, k) => factor(k, n));
    bases.set(key, basis);
  }
  return basis;
}

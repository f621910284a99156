import { assertArgument } from "../errors.ts";
import { dctFactor, type DctNorm, type DctType, isDctType } from "../math/dct.ts";
import { kernels } from "../math/kernels.ts";
import { powerToDb } from "./decibel.ts";
import { finite, type Frames } from "./frames.ts";

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
  const stride = (width + 3) & ~3;
  const decibels = powerToDb(mel.data);
  const k = kernels();
  const data = k.scratch(() => {
    const basis = k.copyFloat64(basisOf({ type: dctType, norm }, nMfcc, width, stride));
    const rows = k.allocate(count * stride * 4);
    const view = k.float32(rows, count * stride);
    for (let f = 0; f < count; f++) {
      view.set(decibels.subarray(f * width, (f + 1) * width), f * stride);
      view.fill(0, f * stride + width, (f + 1) * stride);
    }
    const out = k.allocate(count * nMfcc * 4);
    k.call.multiplyTransposed(rows, basis, count, nMfcc, stride, out);
    return k.float32(out, count * nMfcc).slice();
  });
  if (lifter > 0) {
    for (let i = 0; i < data.length; i++) {
      data[i]! *= 1 + (lifter / 2) * Math.sin((Math.PI * ((i % nMfcc) + 1)) / lifter);
    }
  }
  return finite("mfcc", { data, count, width: nMfcc });
}

const bases = new Map<string, Float64Array>();

// The first rows of the transform of `length` values as a matrix [rows, stride], zeros after the first `length` columns.
function basisOf(
  transform: { readonly type: DctType; readonly norm: DctNorm },
  rows: number,
  length: number,
  stride: number,
): Float64Array {
  const key = [transform.type, transform.norm, rows, length].join();
  let basis = bases.get(key);
  if (basis === undefined) {
    basis = new Float64Array(rows * stride);
    const factor = dctFactor(transform, length);
    for (let k = 0; k < rows; k++) {
      for (let n = 0; n < length; n++) basis[k * stride + n] = factor(k, n);
    }
    bases.set(key, basis);
  }
  return basis;
}

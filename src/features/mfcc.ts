import { AffektError } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
import { powerToDb } from "./decibel.ts";
import type { Frames } from "./frames.ts";

/**
 * Mel-frequency cepstral coefficients [frames, nMfcc] of a mel spectrogram of power: its decibels' orthonormal DCT-II, the first nMfcc values.
 * librosa's `mfcc(S=power_to_db(mel), n_mfcc=nMfcc)`. nMfcc: in [1, mel bands]; 20.
 */
export function mfcc(mel: Frames, { nMfcc = 20 }: { readonly nMfcc?: number } = {}): Frames {
  const { count, width } = mel;
  if (!Number.isInteger(nMfcc) || nMfcc < 1 || nMfcc > width) {
    throw new AffektError(
      "invalid-argument",
      `mfcc: nMfcc must be an integer in [1, ${width}], got ${nMfcc}`,
    );
  }
  const stride = (width + 3) & ~3;
  const decibels = powerToDb(mel.data);
  const k = kernels();
  return k.scratch(() => {
    const basis = k.copyFloat64(dctBasis(nMfcc, width, stride));
    const rows = k.allocate(count * stride * 4);
    const view = k.float32(rows, count * stride);
    for (let f = 0; f < count; f++) {
      view.set(decibels.subarray(f * width, (f + 1) * width), f * stride);
      view.fill(0, f * stride + width, (f + 1) * stride);
    }
    const out = k.allocate(count * nMfcc * 4);
    k.call.multiplyTransposed(rows, basis, count, nMfcc, stride, out);
    return { data: k.float32(out, count * nMfcc).slice(), count, width: nMfcc };
  });
}

const bases = new Map<string, Float64Array>();

// The orthonormal DCT-II as a matrix [rows, stride], zeros after the first `length` columns.
function dctBasis(rows: number, length: number, stride: number): Float64Array {
  const key = `${rows},${length}`;
  let basis = bases.get(key);
  if (basis === undefined) {
    basis = new Float64Array(rows * stride);
    for (let k = 0; k < rows; k++) {
      const scale = Math.sqrt((k === 0 ? 1 : 2) / length);
      for (let n = 0; n < length; n++) {
        basis[k * stride + n] = scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * length));
      }
    }
    bases.set(key, basis);
  }
  return basis;
}

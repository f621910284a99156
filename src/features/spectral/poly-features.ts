import { assertArgument } from "../../errors.ts";
import { gramPolynomials } from "../../math/gram-polynomials.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";

/** Names and defaults are those of librosa's `poly_features`. */
export interface PolyFeaturesOptions {
  /** Degree of the polynomials, below the number of bins; 1. */
  readonly order?: number;
}

/**
 * The coefficients [frames, order + 1], of the highest power first, of the polynomial in the frequency in Hz that fits each frame's magnitudes best.
 * librosa's `poly_features(S=magnitudes)`. Errors: `invalid-argument` for an order out of range.
 */
export function polyFeatures(
  magnitudes: Frames,
  sampleRate: number,
  { order = 1 }: PolyFeaturesOptions = {},
): Frames {
  const { data, count, width } = magnitudes;
  assertArgument(
    Number.isInteger(order) && order >= 0 && order < width,
    `polyFeatures: order must be an integer in [0, ${width - 1}], got ${order}`,
  );
  const hz = hzPerBin("polyFeatures", magnitudes, sampleRate);
  const basis = gramPolynomials(width, order);
  const inHz = basis.map(({ coefficients }) => shifted(coefficients, (width - 1) / 2, hz));
  const out = new Float32Array(count * (order + 1));
  for (let f = 0; f < count; f++) {
    const sums = new Float64Array(order + 1);
    for (const [k, { values, energy }] of basis.entries()) {
      let product = 0;
      for (let b = 0; b < width; b++) product += values[b]! * data[f * width + b]!;
      for (const [power, c] of inHz[k]!.entries()) sums[power]! += (c * product) / energy;
    }
    out.set(sums.toReversed(), f * (order + 1));
  }
  return assertFinite("polyFeatures", { data: out, count, width: order + 1 });
}

// Coefficients of p(f / hz - middle) in powers of f, from those of p, by Horner's scheme.
function shifted(coefficients: readonly number[], middle: number, hz: number): number[] {
  let result: number[] = [];
  for (const c of coefficients.toReversed()) {
    result = [0, ...result].map((r, i) => r / hz - middle * (result[i] ?? 0));
    result[0]! += c;
  }
  return result;
}

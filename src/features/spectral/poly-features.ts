import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { gramPolynomials } from "../../math/linear-algebra/gram-polynomials.ts";
import { complete } from "../../options/check.ts";
import { group, integer, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { descriptor, numberedColumns } from "../descriptor.ts";

/** Options of `polyFeatures`; names and defaults are librosa's. */
export const POLY_FEATURES = group({
  order: withDefault(integer({ min: 0, max: 100, text: "degree of the polynomials" }), 1),
});

/** Options of `polyFeatures`. */
export type PolyFeaturesOptions = Sampled & v.InferInput<typeof POLY_FEATURES>;

/**
 * The coefficients [frames, order + 1], highest power first, of the polynomial in the frequency in Hz that fits each frame's
 * magnitudes best. librosa's `poly_features(S=magnitudes)`.
 * @throws {AffektError} `invalid-argument` for an order out of range.
 */
export function polyFeatures(
  magnitudes: Frames,
  { sampleRate, ...options }: PolyFeaturesOptions,
): Frames {
  const { order } = complete(POLY_FEATURES, options, "polyFeatures");
  const { data, count, width } = magnitudes;
  assertArgument(
    order < width,
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

/** `polyFeatures` in feature sets. */
export const polyFeaturesDescriptor = descriptor({
  prefix: "poly",
  parameters: POLY_FEATURES.entries,
  columns: ({ order }) =>
    numberedColumns(
      order + 1,
      "",
      (i) =>
        `coefficient of the frequency to the power of ${order - i} in the polynomial that fits the spectrum`,
    ),
  frames: (clip, options) =>
    clip.mapMagnitudes((block) => polyFeatures(block, { sampleRate: clip.sampleRate, ...options })),
});

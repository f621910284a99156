import type * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { gramPolynomials } from "../math/linear-algebra/gram-polynomials.ts";
import { complete } from "../options/check.ts";
import { choice, group, integer, withDefault } from "../options/schema.ts";
import { assertFinite, type Frames } from "../signal/frames.ts";
import { SOURCES } from "../signal/padding.ts";

/** Modes of the ends that take the values beyond them from within. */
const BEYOND = { nearest: SOURCES.edge, mirror: SOURCES.reflect, wrap: SOURCES.wrap } as const;

type DeltaMode = "interp" | "constant" | keyof typeof BEYOND;

/** Options of `delta`; names and defaults are librosa's. */
export const DELTA = group({
  width: withDefault(
    integer({ min: 3, parity: "odd", text: "frames that a polynomial is fitted to" }),
    9,
  ),
  order: withDefault(
    integer({
      min: 1,
      text: "order of the derivative, and degree of the polynomial, below width; 2 is delta-delta",
    }),
    1,
  ),
  mode: withDefault(
    choice(["interp", "constant", "nearest", "mirror", "wrap"] satisfies DeltaMode[], {
      text: "values beyond the ends: those of scipy, or the derivative of the first and last whole window (`interp`)",
    }),
    "interp",
  ),
});

/** Options of `delta`. */
export type DeltaOptions = v.InferInput<typeof DELTA>;

/**
 * The derivative of each value over time, in units a frame: that of the polynomial that fits the frames around best (Savitzky and
 * Golay, "Smoothing and differentiation of data by simplified least squares procedures", 1964). librosa's `delta`.
 * @throws {AffektError} `invalid-argument` for options out of range, and in the mode `interp` for fewer frames than `width`.
 */
export function delta(frames: Frames, options: DeltaOptions = {}): Frames {
  const { width, order, mode } = complete(DELTA, options, "delta");
  const { data, count } = frames;
  assertArgument(
    order < width,
    `delta: order must be an integer in [1, ${width - 1}], got ${order}`,
  );
  assertArgument(
    mode !== "interp" || count >= width,
    `delta: mode interp needs at least width = ${width} frames, got ${count}; take fewer or the mode nearest`,
  );
  const weights = derivativeWeights(width, order);
  const half = (width - 1) / 2;
  const out = new Float64Array(data.length);
  for (let f = 0; f < count; f++) {
    // the derivative of order `order` of a polynomial of that degree is constant
    const middle = mode === "interp" ? Math.min(Math.max(f, half), count - 1 - half) : f;
    for (let i = 0; i < width; i++) {
      const source = rowAt(middle + i - half, count, mode);
      if (source === undefined) continue;
      const from = source * frames.width;
      const to = f * frames.width;
      for (let v = 0; v < frames.width; v++) out[to + v]! += weights[i]! * data[from + v]!;
    }
  }
  return assertFinite("delta", { ...frames, data: Float32Array.from(out) });
}

// The frame at an index, which may lie beyond the ends. Undefined for a frame of zeros.
function rowAt(index: number, count: number, mode: DeltaMode): number | undefined {
  if (index >= 0 && index < count) return index;
  return mode === "interp" || mode === "constant" ? undefined : BEYOND[mode](index, count);
}

// The derivative of the fit: its coefficient of x^order, by orthogonality, times order!.
function derivativeWeights(width: number, order: number): Float64Array {
  const { values, energy } = gramPolynomials(width, order)[order]!;
  let factorial = 1;
  for (let i = 2; i <= order; i++) factorial *= i;
  return values.map((value) => (factorial * value) / energy);
}

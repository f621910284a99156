import { assertArgument } from "../errors.ts";
import { gramPolynomials } from "../math/gram-polynomials.ts";
import { assertFinite, type Frames } from "../signal/frames.ts";
import { SOURCES } from "../signal/padding.ts";

/** Names and defaults are those of librosa's `delta`. */
export interface DeltaOptions {
  /** Frames that a polynomial is fitted to, odd and at least 3; 9. */
  readonly width?: number;
  /** Which derivative, also the polynomial's degree, below width; 1. Two is delta-delta. */
  readonly order?: number;
  /** What stands beyond the ends: `interp` lets the first and last whole window speak for them, the others are scipy's; `interp`. */
  readonly mode?: DeltaMode;
}

type DeltaMode = "interp" | "constant" | keyof typeof BEYOND;

const BEYOND = { nearest: SOURCES.edge, mirror: SOURCES.reflect, wrap: SOURCES.wrap } as const;

/**
 * Each value's derivative over time, in units a frame: that of the polynomial that fits the frames around best (Savitzky and Golay,
 * "Smoothing and differentiation of data by simplified least squares procedures", 1964). librosa's `delta`.
 * Errors: `invalid-argument` for parameters out of range, and in the mode `interp` for fewer frames than `width`.
 */
export function delta(frames: Frames, options: DeltaOptions = {}): Frames {
  const { width = 9, order = 1, mode = "interp" } = options;
  const { data, count } = frames;
  checkParameters(count, { width, order, mode });
  const weights = derivativeWeights(width, order);
  const half = (width - 1) / 2;
  const out = new Float64Array(data.length);
  for (let f = 0; f < count; f++) {
    // a polynomial of degree `order` has the same derivative of that order everywhere
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

// The frame that stands at an index, which may lie beyond the ends; undefined where all its values are 0.
function rowAt(index: number, count: number, mode: DeltaMode): number | undefined {
  if (index >= 0 && index < count) return index;
  return mode === "interp" || mode === "constant" ? undefined : BEYOND[mode](index, count);
}

// The factor of x^order in the fit, by orthogonality, times order!, which is its derivative.
function derivativeWeights(width: number, order: number): Float64Array {
  const { values, energy } = gramPolynomials(width, order)[order]!;
  let factorial = 1;
  for (let i = 2; i <= order; i++) factorial *= i;
  return values.map((value) => (factorial * value) / energy);
}

function checkParameters(count: number, { width, order, mode }: Required<DeltaOptions>): void {
  assertArgument(
    Number.isInteger(width) && width >= 3 && width % 2 === 1,
    `delta: width must be an odd integer from 3, got ${width}`,
  );
  assertArgument(
    Number.isInteger(order) && order >= 1 && order < width,
    `delta: order must be an integer in [1, ${width - 1}], got ${order}`,
  );
  const modes = ["interp", "constant", ...Object.keys(BEYOND)];
  assertArgument(
    modes.includes(mode),
    `delta: mode must be one of ${modes.join(", ")}, got ${mode}`,
  );
  assertArgument(
    mode !== "interp" || count >= width,
    `delta: mode interp needs at least width = ${width} frames, got ${count}; take fewer or the mode nearest`,
  );
}

import { AffektError } from "../errors.ts";

/** A window by its name: `hann` (periodic, as scipy's `get_window`) or `ones`. */
export type WindowName = "hann" | "ones";

/** The window of `length` values. */
export function windowValues(name: WindowName, length: number): Float64Array {
  switch (name) {
    case "hann":
      return new Float64Array(length).map(
        (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length),
      );
    case "ones":
      return new Float64Array(length).fill(1);
    default:
      throw new AffektError(
        "invalid-argument",
        `window: expected hann or ones, got ${String(name)}`,
      );
  }
}

/** The Kaiser window's value at x in [-1, 1] from its middle: I0(beta * sqrt(1 - x^2)) / I0(beta). */
export function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

/** Kaiser's beta for a stop band of `attenuation` dB (above 50 dB). */
export function kaiserBeta(attenuation: number): number {
  return 0.1102 * (attenuation - 8.7);
}

// The modified Bessel function of the first kind of order 0, by its power series.
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

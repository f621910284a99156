import { assertArgument } from "../errors.ts";
import { decimalLogarithms } from "../math/logarithm.ts";

/** How power or amplitude becomes decibels; names and defaults are librosa's. */
export interface DecibelOptions {
  /** What is 0 dB, or `max` for the largest value; 1. */
  readonly ref?: number | "max";
  /** Smaller values count as this; 1e-10 for power, 1e-5 for amplitude. */
  readonly amin?: number;
  /** Values further below the largest are raised to there, in dB; `none` for no such floor; 80. */
  readonly topDb?: number | "none";
}

/** Power in decibels, 10 log10(power / ref), over the whole array. librosa's `power_to_db`. Errors: `invalid-argument` for an amin that is not positive or a negative topDb. */
export function powerToDb<T extends Float32Array | Float64Array>(
  power: T,
  options: DecibelOptions = {},
): T {
  return toDecibels("powerToDb", power, 10, { amin: 1e-10, ...options });
}

/** Amplitude (magnitudes) in decibels, 20 log10(|amplitude| / ref), over the whole array. librosa's `amplitude_to_db`. Errors: as `powerToDb`. */
export function amplitudeToDb<T extends Float32Array | Float64Array>(
  amplitude: T,
  options: DecibelOptions = {},
): T {
  return toDecibels("amplitudeToDb", amplitude.map(Math.abs) as T, 20, { amin: 1e-5, ...options });
}

/** Power of decibels: ref * 10^(dB / 10). librosa's `db_to_power`. ref: 1. */
export function dbToPower<T extends Float32Array | Float64Array>(
  decibels: T,
  { ref = 1 }: { readonly ref?: number } = {},
): T {
  return decibels.map((value) => ref * 10 ** (value / 10)) as T;
}

/** Amplitude of decibels: ref * 10^(dB / 20). librosa's `db_to_amplitude`. ref: 1. */
export function dbToAmplitude<T extends Float32Array | Float64Array>(
  decibels: T,
  { ref = 1 }: { readonly ref?: number } = {},
): T {
  return decibels.map((value) => ref * 10 ** (value / 20)) as T;
}

function toDecibels<T extends Float32Array | Float64Array>(
  where: string,
  values: T,
  factor: number,
  { ref = 1, amin, topDb = 80 }: DecibelOptions & { readonly amin: number },
): T {
  assertArgument(amin > 0, `${where}: amin must be positive, got ${amin}`);
  assertArgument(
    topDb === "none" || topDb >= 0,
    `${where}: topDb must be none or a number from 0, got ${topDb}`,
  );
  let largest = amin;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  const offset = factor * Math.log10(Math.max(amin, ref === "max" ? largest : Math.abs(ref)));
  const floor = topDb === "none" ? -Infinity : factor * Math.log10(largest) - offset - topDb;
  const levels = decimalLogarithms(values, amin);
  const decibels = values.slice() as T;
  for (let i = 0; i < decibels.length; i++) {
    const level = factor * levels[i]! - offset;
    decibels[i] = level < floor ? floor : level;
  }
  return decibels;
}

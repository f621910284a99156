import type * as v from "valibot";
import { scaledLogarithms } from "../math/logarithm.ts";
import { complete } from "../options/check.ts";
import { group, number, withDefault } from "../options/schema.ts";

// the logarithm kernel takes no subnormal numbers
const AMIN = number({ min: 1e-300, text: "smaller values count as this" });

/** Options of `powerToDb`; names and defaults are librosa's. */
export const POWER_TO_DB = group({
  ref: withDefault(number({ or: ["max"], text: "value of 0 dB, or `max` for the largest" }), 1),
  amin: withDefault(AMIN, 1e-10),
  topDb: withDefault(
    number({
      min: 0,
      or: ["none"],
      text: "distance from the loudest value to the lowest level that is kept",
      unit: "dB",
    }),
    80,
  ),
});

/** Options of `amplitudeToDb`; names and defaults are librosa's. */
export const AMPLITUDE_TO_DB = group({
  ...POWER_TO_DB.entries,
  amin: withDefault(AMIN, 1e-5),
});

/** Options of `dbToPower` and `dbToAmplitude`. */
export const DB_TO_POWER = group({
  ref: withDefault(number({ text: "value of 0 dB" }), 1),
});

/** Options of `powerToDb` and `amplitudeToDb`. */
export type DecibelOptions = v.InferInput<typeof POWER_TO_DB>;

/**
 * Power in decibels, 10 log10(power / ref), over the whole array. librosa's `power_to_db`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function powerToDb<T extends Float32Array | Float64Array>(
  power: T,
  options: DecibelOptions = {},
): T {
  return toDecibels(power, 10, complete(POWER_TO_DB, options, "powerToDb"));
}

/**
 * Amplitude in decibels, 20 log10(|amplitude| / ref), over the whole array. librosa's `amplitude_to_db`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function amplitudeToDb<T extends Float32Array | Float64Array>(
  amplitude: T,
  options: DecibelOptions = {},
): T {
  const completed = complete(AMPLITUDE_TO_DB, options, "amplitudeToDb");
  return toDecibels(amplitude.map(Math.abs) as T, 20, completed);
}

/** The power of decibels, ref * 10^(dB / 10). librosa's `db_to_power`. */
export function dbToPower<T extends Float32Array | Float64Array>(
  decibels: T,
  options: v.InferInput<typeof DB_TO_POWER> = {},
): T {
  const { ref } = complete(DB_TO_POWER, options, "dbToPower");
  return decibels.map((value) => ref * 10 ** (value / 10)) as T;
}

/** The amplitude of decibels, ref * 10^(dB / 20). librosa's `db_to_amplitude`. */
export function dbToAmplitude<T extends Float32Array | Float64Array>(
  decibels: T,
  options: v.InferInput<typeof DB_TO_POWER> = {},
): T {
  const { ref } = complete(DB_TO_POWER, options, "dbToAmplitude");
  return decibels.map((value) => ref * 10 ** (value / 20)) as T;
}

function toDecibels<T extends Float32Array | Float64Array>(
  values: T,
  factor: number,
  { ref, amin, topDb }: v.InferOutput<typeof POWER_TO_DB>,
): T {
  return scaledLogarithms(values, amin, (largest) => {
    const reference = ref === "max" ? largest : Math.abs(ref);
    const offset = factor * Math.log10(Math.max(amin, reference));
    const floor = topDb === "none" ? -Infinity : factor * Math.log10(largest) - offset - topDb;
    return { factor, offset, floor };
  });
}

import * as v from "valibot";
import type { Random } from "../math/statistics/random.ts";
import { type Description, described } from "../options/schema.ts";

/** The range that a number is drawn from, both ends included. Equal ends give always the same number. */
export type DrawRange = readonly [least: number, most: number];

/** The schema of a range within bounds. */
export function drawRange(
  [least, most]: DrawRange,
  description: Description,
): v.GenericSchema<DrawRange> {
  const isRange = (value: unknown): boolean =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    value[0] <= value[1] &&
    value[0] >= least &&
    value[1] <= most;
  return described(
    v.custom<DrawRange>(isRange),
    description,
    `two numbers in [${least}, ${most}], the lower one first`,
  );
}

/** Draws a number from a range, uniformly. */
export function draw([least, most]: DrawRange, random: Random): number {
  return least + (most - least) * random.uniform();
}

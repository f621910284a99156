import { parameter, type Parameter } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";

/** What a number is drawn from, both ends included; equal ends for always the same. */
export type DrawRange = readonly [least: number, most: number];

/** A range within bounds; without a standard one it must be given. */
export function rangeWithin(
  bounds: DrawRange,
  standard: DrawRange = [NaN, NaN],
): Parameter<DrawRange> {
  return parameter(
    standard,
    (value) => isRange(value) && value[0] >= bounds[0] && value[1] <= bounds[1],
    `two numbers in [${bounds.join(", ")}], the lower one first`,
  );
}

/** Draws a number of a range, all equally likely. */
export function draw([least, most]: DrawRange, random: Random): number {
  return least + (most - least) * random.uniform();
}

function isRange(value: unknown): value is DrawRange {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    value[0] <= value[1]
  );
}

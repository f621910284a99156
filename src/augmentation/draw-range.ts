import { assertArgument } from "../errors.ts";
import type { Random } from "../math/random.ts";

/** What a number is drawn from, both ends included; equal ends for always the same. */
export type DrawRange = readonly [least: number, most: number];

/** Draws a number of a range, all equally likely. Errors: `invalid-argument` where it is no range within the bounds; `where` is for the message. */
export function draw(where: string, range: DrawRange, bounds: DrawRange, random: Random): number {
  const [least, most] = Array.isArray(range) && range.length === 2 ? range : [NaN, NaN];
  assertArgument(
    [least, most].every(Number.isFinite) &&
      least >= bounds[0] &&
      most <= bounds[1] &&
      least <= most,
    `${where} must be two numbers in [${bounds.join(", ")}], the lower one first, got ${JSON.stringify(range)}`,
  );
  return least + (most - least) * random.uniform();
}

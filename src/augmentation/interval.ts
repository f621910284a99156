import { assertArgument } from "../errors.ts";
import type { Random } from "../math/random.ts";

/** What a number is drawn from, both ends included; equal ends for always the same. */
export type Interval = readonly [least: number, most: number];

/** Draws a number of an interval, all equally likely. Errors: `invalid-argument` where it is no interval within the bounds; `where` is for the message. */
export function draw(where: string, interval: Interval, bounds: Interval, random: Random): number {
  const [least, most] = Array.isArray(interval) && interval.length === 2 ? interval : [NaN, NaN];
  assertArgument(
    least >= bounds[0] && most <= bounds[1] && least <= most,
    `${where} must be two numbers in [${bounds.join(", ")}], the lower one first, got ${JSON.stringify(interval)}`,
  );
  return least + (most - least) * random.uniform();
}

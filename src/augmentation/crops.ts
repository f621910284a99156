import type * as v from "valibot";
import type { Random } from "../math/statistics/random.ts";
import { group, integer, number, withDefault } from "../options/schema.ts";
import type { MaskedSequence } from "./spec-augment.ts";

/** Settings of training on stretches of clips. */
export const CROPS = group({
  share: withDefault(
    number({ text: "length of a stretch as a share of the clip", above: 0, below: 1 }),
    0.8,
  ),
  views: withDefault(
    integer({
      text: "stretches, evenly spaced, over which a prediction averages",
      min: 1,
      max: 100,
    }),
    5,
  ),
});

/** Complete settings of `CROPS`. */
export type Crops = v.InferOutput<typeof CROPS>;

/** Moves a stretch of a sequence, drawn anew each time, to its beginning and fills what was behind it with zeros. Returns its length. */
export function randomCrop(
  { data, count, width }: MaskedSequence,
  share: number,
  random: Random,
): number {
  const length = Math.max(1, Math.floor(share * count));
  const start = random.integer(count - length + 1);
  data.copyWithin(0, start * width, (start + length) * width);
  data.fill(0, length * width, count * width);
  return length;
}

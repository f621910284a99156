import type * as v from "valibot";
import type { Random } from "../math/statistics/random.ts";
import { complete } from "../options/check.ts";
import { group, integer, number, withDefault } from "../options/schema.ts";

/** Settings of SpecAugment. The defaults are the paper's `SM`, the mildest with two masks of each kind. */
export const SPEC_AUGMENT = group({
  frequencyMasks: withDefault(
    integer({ min: 0, max: 1000, text: "masks of neighbouring columns" }),
    2,
  ),
  frequencyMaskWidth: withDefault(
    integer({ min: 0, text: "largest width of a frequency mask", unit: "columns" }),
    15,
  ),
  timeMasks: withDefault(integer({ min: 0, max: 1000, text: "masks of neighbouring frames" }), 2),
  timeMaskFrames: withDefault(
    integer({ min: 0, text: "largest length of a time mask", unit: "frames" }),
    70,
  ),
  timeMaskShare: withDefault(
    number({ above: 0, max: 1, text: "largest length of a time mask as a share of the clip" }),
    0.2,
  ),
});

/** Settings of SpecAugment. */
export type SpecAugmentSettings = v.InferInput<typeof SPEC_AUGMENT>;

/** Complete settings of `SPEC_AUGMENT`. */
export type CompleteSpecAugment = v.InferOutput<typeof SPEC_AUGMENT>;

/**
 * Fills in the defaults.
 * @throws {AffektError} `invalid-argument` for settings that are unknown or out of range.
 */
export function completeSpecAugment(settings: SpecAugmentSettings): CompleteSpecAugment {
  return complete(SPEC_AUGMENT, settings, "specAugment");
}

/** A sequence whose first `count` frames, of `width` values each, are the clip's. The others are padding. */
export interface MaskedSequence {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/**
 * Sets ranges of neighbouring columns and of neighbouring frames to 0, in place. 0 is the mean of scaled features. The width of each
 * mask is drawn uniformly, from 0 to the largest. Park et al. 2019 (https://arxiv.org/abs/1904.08779), without time warping.
 */
export function specAugment(
  { data, count, width }: MaskedSequence,
  settings: CompleteSpecAugment,
  random: Random,
): void {
  for (let mask = 0; mask < settings.frequencyMasks; mask++) {
    const [first, end] = drawMask(Math.min(settings.frequencyMaskWidth, width), width, random);
    for (let frame = 0; frame < count; frame++) {
      data.fill(0, frame * width + first, frame * width + end);
    }
  }
  const longest = Math.min(settings.timeMaskFrames, Math.floor(settings.timeMaskShare * count));
  for (let mask = 0; mask < settings.timeMasks; mask++) {
    const [first, end] = drawMask(longest, count, random);
    data.fill(0, first * width, end * width);
  }
}

function drawMask(longest: number, all: number, random: Random): [first: number, end: number] {
  const length = random.integer(longest + 1);
  const first = random.integer(all - length + 1);
  return [first, first + length];
}

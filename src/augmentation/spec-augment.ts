import { completeValues, integer, parameter } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";

/** How much of a sequence of frames is masked; each mask's width is drawn from 0 up to the largest. The defaults are the paper's `SM`, the mildest with two masks of each kind. */
export interface SpecAugmentSettings {
  /** 2. */
  readonly frequencyMasks?: number;
  /** In values of a frame; 15. */
  readonly frequencyMaskWidth?: number;
  /** 2. */
  readonly timeMasks?: number;
  /** In frames; 70. */
  readonly timeMaskFrames?: number;
  /** A time mask is no longer than this share of the clip, in (0, 1]; 0.2. */
  readonly timeMaskShare?: number;
}

const PARAMETERS = {
  frequencyMasks: integer(2, 0),
  frequencyMaskWidth: integer(15, 0),
  timeMasks: integer(2, 0),
  timeMaskFrames: integer(70, 0),
  timeMaskShare: parameter(
    0.2,
    (value) => typeof value === "number" && value > 0 && value <= 1,
    "a number in (0, 1]",
  ),
};

/** Fills in the defaults. Errors: `invalid-argument` for settings that are unknown or out of range. */
export function completeSpecAugment(settings: SpecAugmentSettings): Required<SpecAugmentSettings> {
  return completeValues(PARAMETERS, { ...settings }, "specAugment");
}

/** A sequence whose first `count` frames are the clip's, `width` values each; what follows is padding. */
export interface MaskedSequence {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/**
 * Masks stretches of columns and of frames with zeros, in place: Park et al. 2019 (https://arxiv.org/abs/1904.08779), without its time warping.
 * Of scaled features 0 is the mean. A frequency mask covers neighbouring columns.
 */
export function specAugment(
  { data, count, width }: MaskedSequence,
  settings: Required<SpecAugmentSettings>,
  random: Random,
): void {
  for (let mask = 0; mask < settings.frequencyMasks; mask++) {
    const [first, end] = stretch(Math.min(settings.frequencyMaskWidth, width), width, random);
    for (let frame = 0; frame < count; frame++) {
      data.fill(0, frame * width + first, frame * width + end);
    }
  }
  const longest = Math.min(settings.timeMaskFrames, Math.floor(settings.timeMaskShare * count));
  for (let mask = 0; mask < settings.timeMasks; mask++) {
    const [first, end] = stretch(longest, count, random);
    data.fill(0, first * width, end * width);
  }
}

function stretch(longest: number, all: number, random: Random): [first: number, end: number] {
  const length = random.integer(longest + 1);
  const first = random.integer(all - length + 1);
  return [first, first + length];
}

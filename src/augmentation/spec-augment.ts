import { assertArgument } from "../errors.ts";
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

const COUNTS = {
  frequencyMasks: 2,
  frequencyMaskWidth: 15,
  timeMasks: 2,
  timeMaskFrames: 70,
} as const;

/** Fills in the defaults. Errors: `invalid-argument` for counts that are no integers from 0, or a share out of (0, 1]. */
export function completeSpecAugment(settings: SpecAugmentSettings): Required<SpecAugmentSettings> {
  const complete = { ...COUNTS, timeMaskShare: 0.2, ...settings };
  for (const name of Object.keys(COUNTS) as (keyof typeof COUNTS)[]) {
    assertArgument(
      Number.isSafeInteger(complete[name]) && complete[name] >= 0,
      `specAugment: ${name} must be an integer from 0, got ${complete[name]}`,
    );
  }
  const { timeMaskShare } = complete;
  assertArgument(
    timeMaskShare > 0 && timeMaskShare <= 1,
    `specAugment: timeMaskShare must be a number in (0, 1], got ${timeMaskShare}`,
  );
  return complete;
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

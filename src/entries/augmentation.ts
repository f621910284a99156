/**
 * Effects that change recordings, augmented copies.
 *
 * @module affekt/augmentation
 */

export {
  type Augmentation,
  augmentedCopies,
  checkAugmentation,
  type Effects,
} from "../augmentation/augmentation.ts";
export * as effects from "../augmentation/effects.ts";
export type { DrawRange } from "../augmentation/draw-range.ts";
export type { SpecAugmentSettings } from "../augmentation/spec-augment.ts";

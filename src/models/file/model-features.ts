import { framesIn } from "../../features/extraction/stack-clips.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import type { Shape } from "../../network/shape.ts";

/** The features that a model takes: those of a feature set, or plain columns of numbers. */
export type ModelFeatures = SetFeatures | PlainFeatures;

/** Features of recordings. */
export interface SetFeatures {
  /** The complete feature set. */
  readonly set: FeatureSet;
  /** The hash of everything that the values depend on. Features with another hash do not fit. */
  readonly hash: string;
  /** The names of the values, of a sequence those of a frame, in order. */
  readonly columns: readonly string[];
  /** The length to which each sequence is cropped or padded. */
  readonly clipSeconds?: number | undefined;
  readonly frames?: undefined;
}

/** Features that are no feature set's, as those of a classifier of one's own arrays. */
export interface PlainFeatures {
  /** The names of the values, of a sequence those of a frame, in order. */
  readonly columns: readonly string[];
  /** The number of frames of a sequence. */
  readonly frames?: number | undefined;
  readonly set?: undefined;
  readonly hash?: undefined;
  readonly clipSeconds?: undefined;
}

/** The shape of a row of a model's features: [columns], or [frames, width] of a sequence. */
export function rowShapeOf({ set, columns, clipSeconds, frames }: ModelFeatures): Shape {
  const count = set && clipSeconds !== undefined ? framesIn(clipSeconds, set) : frames;
  return count === undefined ? [columns.length] : [count, columns.length];
}

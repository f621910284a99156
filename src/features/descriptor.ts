import type { ClipContext } from "./sets/clip-context.ts";
import type { Frames } from "../signal/frames.ts";
import type { Parameters, ValuesOf } from "../options/parameters.ts";
import type { Framing } from "./sets/framing.ts";

/** What a set makes of every recording before its descriptors look at it. */
export interface DescribedSound {
  readonly sampleRate: number;
  readonly framing: Framing;
}

/** One value of a descriptor. */
export interface DescriptorColumn {
  /** What follows the descriptor's prefix in the column's name, after `_`; empty for a single value. */
  readonly suffix: string;
  /** What it is, in words. */
  readonly description: string;
  /** Empty for a plain number. */
  readonly unit: string;
}

/** A descriptor as feature sets know it: what it takes and gives, in words, and how it comes, frame by frame, from a clip. */
export interface Descriptor<P extends Parameters = Parameters> {
  /** What its columns' names begin with. */
  readonly prefix: string;
  /** Raised whenever a value changes; 1. */
  readonly version?: number;
  readonly parameters: P;
  readonly columns: (values: ValuesOf<P>, sound: DescribedSound) => readonly DescriptorColumn[];
  /** [frames, columns], a frame every hopLength samples of the clip's framing. */
  readonly frames: (clip: ClipContext, values: ValuesOf<P>) => Frames;
  /** Frames in which there is no value hold NaN; statistics leave them out, in a sequence they are 0. */
  readonly gaps?: true;
  /** It has one value for the whole clip: a single frame, which takes no statistics. */
  readonly perClip?: true;
}

/** Columns that are numbered from 0. */
export function numbered(
  count: number,
  unit: string,
  description: (i: number) => string,
): DescriptorColumn[] {
  return Array.from({ length: count }, (_, i) => ({
    suffix: String(i),
    description: description(i),
    unit,
  }));
}

/** The column of a descriptor with a single value. */
export function single(unit: string, description: string): DescriptorColumn[] {
  return [{ suffix: "", description, unit }];
}

import type * as v from "valibot";
import type { Frames } from "../signal/frames.ts";
import type { ClipContext } from "./sets/clip-context.ts";
import type { Framing } from "./sets/framing.ts";

/** The sample rate and the frames that a descriptor's columns depend on. */
export interface DescribedAudio {
  readonly sampleRate: number;
  readonly framing: Framing;
}

/** One value of a descriptor. */
export interface DescriptorColumn {
  /** Ends the column's name, after the descriptor's prefix and `_`. Empty for a single value. */
  readonly suffix: string;
  readonly description: string;
  /** Empty for a plain number. */
  readonly unit: string;
}

/** Values of a descriptor's parameters as they are given. */
export type GivenOf<Parameters extends v.ObjectEntries> = v.InferInput<
  v.StrictObjectSchema<Parameters, undefined>
>;

/** Complete values of a descriptor's parameters. */
export type ValuesOf<Parameters extends v.ObjectEntries> = v.InferOutput<
  v.StrictObjectSchema<Parameters, undefined>
>;

/** A descriptor as feature sets use it. */
export interface Descriptor<Parameters extends v.ObjectEntries = v.ObjectEntries> {
  /** Begins the names of its columns. */
  readonly prefix: string;
  /** Raised whenever a value changes; 1 unless given. */
  readonly version?: number;
  /** The options of its function, except those that the framing decides. */
  readonly parameters: Parameters;
  readonly columns: (
    values: ValuesOf<Parameters>,
    audio: DescribedAudio,
  ) => readonly DescriptorColumn[];
  /** [frames, columns], one frame every hopLength samples of the clip's framing. */
  readonly frames: (clip: ClipContext, values: ValuesOf<Parameters>) => Frames;
  /** Frames without a value hold NaN. Statistics ignore them, in a sequence they are 0. */
  readonly gaps?: true;
  /** Computes what `frames` takes from the clip and what takes a network, so that it cannot be had at once. */
  readonly prepare?: (clip: ClipContext, values: ValuesOf<Parameters>) => Promise<void>;
  /** The hash of the network's weights that `prepare` computes with. */
  readonly weights?: string;
  /** Whether it takes the harmonic part of the clip, which is then computed with the magnitudes. */
  readonly takesHarmonic?: (values: ValuesOf<Parameters>) => boolean;
  /** The descriptor has a single frame for the whole clip, and no statistics. */
  readonly perClip?: true;
}

/** Keeps the parameters of a descriptor in its type. */
/* @__NO_SIDE_EFFECTS__ */
export function descriptor<const Parameters extends v.ObjectEntries>(
  entry: Descriptor<Parameters>,
): Descriptor<Parameters> {
  return entry;
}

/** Columns that are numbered from 0. */
export function numberedColumns(
  count: number,
  unit: string,
  describe: (i: number) => string,
): DescriptorColumn[] {
  return Array.from({ length: count }, (_, i) => ({
    suffix: String(i),
    description: describe(i),
    unit,
  }));
}

/** The column of a descriptor with a single value. */
export function singleColumn(unit: string, description: string): DescriptorColumn[] {
  return [{ suffix: "", description, unit }];
}

/** Values over time as frames of one value. */
export function framesOfOne(values: ArrayLike<number>): Frames {
  return { data: Float32Array.from(values), count: values.length, width: 1 };
}

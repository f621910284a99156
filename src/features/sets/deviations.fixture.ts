import corpus from "./classic-48k.golden.json" with { type: "json" };
import { columnsOf } from "./columns.ts";
import { featureSet } from "./sets.ts";

const COLUMNS = columnsOf(featureSet("classic"));

/** The distance from librosa's value that is allowed. */
function toleranceOf(column: number, value: number): number {
  // tonnetz goes through a resampler, in which librosa's differs
  if (COLUMNS[column]!.startsWith("tonnetz")) return 0.02 * corpus.spread[column]!;
  return Math.max(1e-5, 1e-4 * Math.abs(value));
}

/** librosa's features of a clip. */
export interface Golden {
  readonly values: readonly (number | null)[];
  /** librosa's values for float64 samples, if they differ. */
  readonly values64?: readonly number[];
  readonly unstable?: readonly number[];
}

/** The columns in which a vector is off, with ours and librosa's value; null stands for a value that librosa does not have. */
export function deviations(vector: Float32Array, golden: Golden): [string, number, number][] {
  const { values, values64 = [], unstable = [] } = golden;
  return values.flatMap((value, column): [string, number, number][] => {
    if (value === null) return [];
    const accepted = [value, ...values64.filter((_, i) => unstable[i] === column)];
    const ours = vector[column]!;
    const isNear = accepted.some((v) => Math.abs(ours - v) <= toleranceOf(column, v));
    return isNear ? [] : [[COLUMNS[column]!, ours, value]];
  });
}

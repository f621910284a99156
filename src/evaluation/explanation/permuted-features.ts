import { groupBy } from "../../group-by.ts";
import { columnsOf } from "../../features/sets/columns.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { type Matrix, rowShape } from "../../math/linear-algebra/matrix.ts";
import type { Random } from "../../math/statistics/random.ts";

/** Columns of a vector or of a frame that belong together. */
export interface FeatureGroup {
  readonly name: string;
  readonly columns: readonly number[];
}

/** The features that a fold permutes to learn how much they matter. */
export interface Permutations {
  readonly groups: readonly FeatureGroup[];
  /** Permutations of each group. */
  readonly repeats: number;
}

/** Parts that columns without any other order are divided into. */
const PARTS = 8;

/**
 * The columns of a set in groups: those of each descriptor (`mfcc`, `chroma`); of an only descriptor, those with the same name but for
 * their index (`encoder_1_mean`); where that tells nothing apart, up to eight stretches of columns.
 */
export function featureGroups(set: FeatureSet): FeatureGroup[] {
  const names = columnsOf(set);
  const prefixes = set.descriptors.flatMap((use) =>
    columnsOf({ ...set, descriptors: [use] }).map(() => use.prefix),
  );
  const byDescriptor = groupsOf(prefixes);
  if (byDescriptor.length > 1) return byDescriptor;
  const byName = groupsOf(names.map((name) => name.replace(/_?\d+(?=(_[a-z]\w*)?$)/, "")));
  if (byName.length > 1) return byName;
  const size = Math.ceil(names.length / PARTS);
  return Array.from({ length: Math.ceil(names.length / size) }, (_, part) => {
    const [first, last] = [part * size, Math.min(names.length, (part + 1) * size) - 1];
    return {
      name: first === last ? names[first]! : `${names[first]!} … ${names[last]!}`,
      columns: Array.from({ length: last - first + 1 }, (__, c) => first + c),
    };
  });
}

function groupsOf(keys: readonly string[]): FeatureGroup[] {
  return [...groupBy(keys.keys(), (c) => keys[c]!)].map(([name, columns]) => ({
    name,
    columns,
  }));
}

/** A copy of the rows in which the values of some columns are exchanged between rows; the frames of a sequence move as one. */
export function permuteColumns(X: Matrix, columns: readonly number[], random: Random): Matrix {
  const source = random.shuffle(Uint32Array.from({ length: X.rows }, (_, row) => row));
  const width = rowShape(X).at(-1)!;
  const data = X.data.slice();
  for (let row = 0; row < X.rows; row++) {
    const [to, from] = [row * X.columns, source[row]! * X.columns];
    for (let frame = 0; frame < X.columns; frame += width) {
      for (const column of columns) data[to + frame + column] = X.data[from + frame + column]!;
    }
  }
  return { ...X, data };
}

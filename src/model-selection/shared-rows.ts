import type { LabelledClips } from "../datasets/labelled-clips.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import type { Fold } from "../splits/folds.ts";
import type { TrialInput } from "./trial-input.ts";

/** The data of a search: the same clips by one feature set each. */
export type SearchData = readonly LabelledClips[];

/** Features of clips and of their augmented copies in memory that threads share. */
export interface SharedFeatures {
  readonly X: Matrix;
  readonly copies: Matrix | undefined;
}

/** The features of each set, put where threads share them instead of copying them. */
export function shareFeatures(data: SearchData): SharedFeatures[] {
  return data.map(({ X, augmented }) => ({
    X: sharedMatrix(X),
    copies: augmented && sharedMatrix(augmented.X),
  }));
}

/** The data of trials by feature set: all features, but labels of the fold's training clips only. */
export function trialRows(
  data: SearchData,
  features: readonly SharedFeatures[],
  { train }: Pick<Fold, "train">,
): ReadonlyMap<string, Pick<TrialInput, "rows" | "copies">> {
  const known = new Set(train);
  return new Map(
    data.map(({ set, y, augmented }, d) => {
      const { X, copies } = features[d]!;
      const rows = { X, y: y.map((label, i) => (known.has(i) ? label : "")) };
      return [
        set.name,
        { rows, ...(augmented && { copies: { X: copies!, sources: augmented.sources } }) },
      ];
    }),
  );
}

function sharedMatrix(matrix: Matrix): Matrix {
  if (typeof SharedArrayBuffer === "undefined") return matrix;
  const data = new Float32Array(new SharedArrayBuffer(matrix.data.byteLength));
  data.set(matrix.data);
  return { ...matrix, data };
}

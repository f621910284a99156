import type { Matrix } from "../math/linear-algebra/matrix.ts";
import type { Fold } from "../splits/folds.ts";
import type { TrialModel } from "./model-space.ts";
import { augmentationName, copiesOf, type SearchData } from "./search-clips.ts";
import type { TrialInput } from "./trial-input.ts";

/** Features of clips and of their augmented copies in memory that threads share. */
export interface SharedFeatures {
  readonly X: Matrix;
  /** As `copiesOf` gives them. */
  readonly copies: readonly Matrix[];
}

/** The features of each set, put where threads share them instead of copying them. */
export function shareFeatures(data: SearchData): SharedFeatures[] {
  return data.map((clips) => ({
    X: sharedMatrix(clips.X),
    copies: copiesOf(clips).map(({ X }) => sharedMatrix(X)),
  }));
}

/** Gives the data of a trial by its feature set and augmentation: all features, but labels of the fold's training clips only. */
export function trialRows(
  data: SearchData,
  features: readonly SharedFeatures[],
  { train }: Pick<Fold, "train">,
): (model: Pick<TrialModel, "set" | "augmentation">) => Pick<TrialInput, "rows" | "copies"> {
  const known = new Set(train);
  const labels = data[0]!.y.map((label, i) => (known.has(i) ? label : ""));
  return (model) => {
    const d = data.findIndex(({ set }) => set.name === model.set);
    const { X, copies } = features[d]!;
    const all = copiesOf(data[d]!);
    const c = all.findIndex((own) => augmentationName(own.augmentation) === model.augmentation);
    return {
      rows: { X, y: labels },
      ...(c >= 0 && { copies: { X: copies[c]!, sources: all[c]!.sources } }),
    };
  };
}

function sharedMatrix(matrix: Matrix): Matrix {
  if (typeof SharedArrayBuffer === "undefined") return matrix;
  const data = new Float32Array(new SharedArrayBuffer(matrix.data.byteLength));
  data.set(matrix.data);
  return { ...matrix, data };
}

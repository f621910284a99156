import { AffektError } from "../../errors.ts";
import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";
import type { AdaptableModel } from "./adaptable-model.ts";
import { knownShares, probableShares } from "./class-shares.ts";
import { fineTunedKernel } from "./fine-tuning.ts";
import { PRIOR_CLIPS, type SpeakerStatistics } from "./speaker-adaptation.ts";
import { speakerSpread } from "./speaker-spread.ts";

/**
 * Estimates the shift and spread of a speaker from rows of features (empirical Bayes: the mean of n rows times n / (n + `PRIOR_CLIPS`)). They
 * depend on the emotions as well, which are known from `y` or estimated. Labels of several emotions also tune the weights.
 * @throws {AffektError} `bad-data` where there are no rows, or for an emotion that the model does not know.
 */
export function estimateStatistics(
  model: AdaptableModel,
  X: Matrix,
  y?: readonly string[],
): SpeakerStatistics {
  const { mean, classMeans } = model.adaptation;
  const { rows, columns } = X;
  if (rows === 0) {
    throw new AffektError("bad-data", "calibration: there are no clips to learn from");
  }
  const classes = y === undefined ? probableShares(model, X) : knownShares(model.labels, y);
  const shift = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) shift[c]! += (value - mean[c]!) / rows;
  }
  for (const [k, share] of classes.shares.entries()) {
    for (let c = 0; c < columns; c++) shift[c]! -= share * classMeans[k * columns + c]!;
  }
  const weight = rows / (rows + PRIOR_CLIPS);
  const statistics = {
    clips: rows,
    shift: Array.from(shift, (value) => Math.fround(weight * value)),
    spread: [...speakerSpread(X, model.adaptation, classes)],
  };
  if (new Set(y).size < 2) return statistics;
  return { ...statistics, kernel: [...fineTunedKernel(model, statistics, { X, y: y! })] };
}

import { CALIBRATION_BINS, calibrationBins } from "./calibration.ts";
import { confusionCells } from "./confusion.ts";
import { brierLosses, logLosses, topKHits } from "./probability-scores.ts";
import { checkPredictions, confidences, hits, type Predictions } from "./predictions.ts";

/**
 * What scores are computed from, as sums over clips: so the sums of a bootstrap's draw are those of its speakers, added up. A vector of
 * `[classes * classes | 3 | 3 * bins]` values: the cells of the confusion matrix; top-2 hits, log losses and Brier losses; the number,
 * confidence and hits of each calibration bin.
 */
export class ScoreSums {
  readonly classes: number;
  readonly values: Float64Array;

  constructor(classes: number) {
    this.classes = classes;
    this.values = new Float64Array(classes * classes + 3 + 3 * CALIBRATION_BINS);
  }

  /** The row-major cells of the confusion matrix. */
  get cells(): Float64Array {
    return this.values.subarray(0, this.classes ** 2);
  }

  /** The sums of top-2 hits, log losses and Brier losses. */
  get losses(): Float64Array {
    return this.values.subarray(this.classes ** 2, this.classes ** 2 + 3);
  }

  /** The number, the summed confidence and the hits of each calibration bin. */
  get bins(): Float64Array {
    return this.values.subarray(this.classes ** 2 + 3);
  }

  /** Adds `weight` times other sums of as many classes. */
  add({ values }: ScoreSums, weight = 1): this {
    for (let i = 0; i < values.length; i++) this.values[i]! += weight * values[i]!;
    return this;
  }

  clear(): void {
    this.values.fill(0);
  }
}

/**
 * The sums of groups of clips; `groups` holds the group of each clip, from 0.
 * @throws {AffektError} `invalid-argument` for labels and probabilities that do not fit each other.
 */
export function scoreSums(predictions: Predictions, groups: ArrayLike<number>): ScoreSums[] {
  checkPredictions(predictions);
  const { trueIndices, predictedIndices, classes } = predictions;
  const cells = confusionCells(trueIndices, predictedIndices, classes);
  const top2 = topKHits(predictions, 2);
  const log = logLosses(predictions);
  const brier = brierLosses(predictions);
  const confidence = confidences(predictions);
  const right = hits(predictions);
  const bins = calibrationBins(confidence);
  const sums: ScoreSums[] = [];
  for (let i = 0; i < cells.length; i++) {
    const own = (sums[groups[i]!] ??= new ScoreSums(classes));
    const { values } = own;
    values[cells[i]!]!++;
    const rest = classes * classes;
    values[rest]! += top2[i]!;
    values[rest + 1]! += log[i]!;
    values[rest + 2]! += brier[i]!;
    const bin = rest + 3 + 3 * bins[i]!;
    values[bin]!++;
    values[bin + 1]! += confidence[i]!;
    values[bin + 2]! += right[i]!;
  }
  return sums;
}

/** The sums of several groups together; zeros without any. */
export function sumOf(sums: readonly ScoreSums[], classes: number): ScoreSums {
  return sums.reduce((total, own) => total.add(own), new ScoreSums(classes));
}

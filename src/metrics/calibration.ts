import { confidences, hits, type Predictions } from "./predictions.ts";
import { ratio } from "./ratio.ts";

/** The number of bins of a reliability diagram and of the expected calibration error. */
export const CALIBRATION_BINS = 15;

/** The clips whose confidence is in one range of a reliability diagram. */
export interface ReliabilityBin {
  /** The range above `low`, up to and with `high`. */
  readonly low: number;
  readonly high: number;
  readonly clips: number;
  /** The mean of the largest probabilities; 0 without clips. */
  readonly confidence: number;
  /** The share of clips that are right; 0 without clips. */
  readonly accuracy: number;
}

/**
 * The bin of each confidence, a clip's largest probability: 15 of equal width, open below and closed above, as in scikit-learn's
 * `calibration_curve`.
 */
export function calibrationBins(confidence: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(confidence, (one) => {
    let bin = 0;
    while (bin < CALIBRATION_BINS - 1 && one > (bin + 1) / CALIBRATION_BINS) bin++;
    return bin;
  });
}

/**
 * The bins of a reliability diagram (Guo et al., *On Calibration of Modern Neural Networks*, ICML 2017). In a calibrated model accuracy and
 * confidence of each bin are equal.
 */
export function reliability(predictions: Predictions): ReliabilityBin[] {
  const confidence = confidences(predictions);
  const right = hits(predictions);
  const bins = calibrationBins(confidence);
  return Array.from({ length: CALIBRATION_BINS }, (_, b): ReliabilityBin => {
    const own = [...bins.keys()].filter((i) => bins[i] === b);
    const meanOf = (values: ArrayLike<number>): number =>
      ratio(
        own.reduce((sum, i) => sum + values[i]!, 0),
        own.length,
      );
    return {
      low: b / CALIBRATION_BINS,
      high: (b + 1) / CALIBRATION_BINS,
      clips: own.length,
      confidence: meanOf(confidence),
      accuracy: meanOf(right),
    };
  });
}

/**
 * Expected calibration error, 0…1: the distance of accuracy and confidence of each bin, weighted by its share of the clips. Takes the
 * number, the summed confidence and the hits of each bin in turn.
 */
export function expectedCalibrationError(bins: Float64Array): number {
  let [distance, clips] = [0, 0];
  for (let b = 0; b < bins.length; b += 3) {
    distance += Math.abs(bins[b + 2]! - bins[b + 1]!);
    clips += bins[b]!;
  }
  return ratio(distance, clips);
}

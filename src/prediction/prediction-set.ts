import { AffektError } from "../errors.ts";
import type { Calibration } from "../models/inference/calibration.ts";
import type { Prediction } from "./prediction.ts";

/**
 * The emotions that hold the true one with a probability of at least `coverage`, over new speakers like those of the training: the most
 * probable one, and all that reach the threshold of the model's calibration for it or the next higher coverage.
 * @throws {AffektError} `invalid-argument` for a coverage that the calibration does not reach; `mismatch` for a model without such thresholds.
 */
export function predictionSet(
  { probabilities }: Pick<Prediction, "probabilities">,
  calibration: Calibration | undefined,
  coverage: number,
): readonly string[] {
  const sets = calibration?.sets;
  if (sets === undefined) {
    throw new AffektError(
      "mismatch",
      "the model has no thresholds of prediction sets; train it again with --param calibration=temperature on recordings whose speakers are known",
    );
  }
  const found = sets.find((one) => one.coverage >= coverage);
  if (found === undefined || !(coverage > 0)) {
    throw new AffektError(
      "invalid-argument",
      `coverage: must be above 0 and at most ${sets.at(-1)?.coverage}, got ${coverage}`,
    );
  }
  return probabilities
    .filter(({ probability }, i) => i === 0 || probability >= found.threshold)
    .map(({ emotion }) => emotion);
}

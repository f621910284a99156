/**
 * Scores from labels and predictions, with intervals.
 *
 * @module affekt/metrics
 */

export {
  bootstrapInterval,
  type Interval,
  type LabelledPredictions,
} from "../metrics/bootstrap.ts";
export { type Confusion, confusionMatrix } from "../metrics/confusion.ts";
export {
  accuracy,
  type ClassScores,
  classScores,
  type Scores,
  scores,
  uar,
} from "../metrics/scores.ts";

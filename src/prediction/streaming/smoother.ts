import { type Prediction, predictionOf, type WindowPrediction } from "../prediction.ts";

/** Smooths predictions over time: a mean, weighted by duration, in which older ones count less exponentially. */
export class Smoother {
  readonly #labels: readonly string[];
  readonly #seconds: number;
  /** For each label the weighted sum of probabilities up to `#end`. */
  readonly #sums: Float64Array;
  #weight = 0;
  #end = 0;

  /** `seconds` is the time in which a weight falls to 1/e; 0 for no smoothing. */
  constructor(labels: readonly string[], seconds: number) {
    this.#labels = labels;
    this.#seconds = seconds;
    this.#sums = new Float64Array(labels.length);
  }

  /** The smoothed prediction up to the end of the next window. */
  add({
    startSeconds,
    durationSeconds,
    probabilities,
  }: Pick<WindowPrediction, "startSeconds" | "durationSeconds" | "probabilities">): Prediction {
    const end = startSeconds + durationSeconds;
    const kept = this.#seconds === 0 ? 0 : Math.exp((this.#end - end) / this.#seconds);
    const own = new Map(probabilities.map((one) => [one.emotion, one.probability]));
    this.#weight = this.#weight * kept + durationSeconds;
    for (const [i, label] of this.#labels.entries()) {
      this.#sums[i] = this.#sums[i]! * kept + durationSeconds * (own.get(label) ?? 0);
    }
    this.#end = end;
    return predictionOf(
      this.#labels,
      this.#sums.map((sum) => sum / this.#weight),
    );
  }
}

import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { LEAST_PROBABILITY } from "../../network/graphs/inference-graph.ts";
import { conformalThresholds, type SetThreshold } from "./conformal.ts";

/** The calibration of a model's probabilities, measured on training speakers whose clips were held out. */
export interface Calibration {
  /** Above 0: the scores of the classes are divided by it. */
  readonly temperature: number;
  /**
   * The power of a vector's distance from the training that its scores are also divided by: its mean square behind the scaler, at least 1. 0 for
   * sequences.
   */
  readonly distance: number;
  /** The share of each probability, 0…1, that is spread over all classes, so that none is certain. */
  readonly smoothing: number;
  /** A clip whose largest probability is below it is one of those that the model is not sure of. */
  readonly threshold: number;
  /** The share of held-out clips whose largest probability reaches the threshold. */
  readonly coverage: number;
  /** The thresholds of prediction sets by coverage, ascending; absent unless the speakers of all rows are known. */
  readonly sets?: readonly SetThreshold[] | undefined;
}

/**
 * The power of the distance: the deviation of a linear score, if the weights are uncertain alike, grows with the root of the mean square
 * (MacKay 1992, https://doi.org/10.1162/neco.1992.4.5.720, whose moderated outputs divide the score by it).
 */
export const DISTANCE_POWER = 0.5;

/** The share of training speakers' clips that a model answers, from the surest one on. */
const COVERAGE = 0.7;

/**
 * Measures the calibration from probabilities [rows, classes] of held-out rows and the index of each row's true class. Temperature and
 * smoothing have the least log loss: Guo et al., On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599; without
 * smoothing, a few confident errors make the temperature too high for all others. `distance` is the power that the probabilities were computed
 * with; `speakers` of the rows give the thresholds of prediction sets.
 */
export function fitCalibration(
  probabilities: Matrix,
  truth: readonly number[],
  {
    distance,
    speakers,
  }: { readonly distance: number; readonly speakers?: readonly string[] | undefined },
): Calibration {
  const smoothing = goldenSection(
    (share) => lossOf(probabilities, truth, share)(fitTemperature(probabilities, truth, share)),
    SMOOTHINGS,
  );
  const temperature = fitTemperature(probabilities, truth, smoothing);
  const trusted = calibrated(probabilities, { temperature, smoothing });
  const { data, rows, columns } = trusted;
  const confidences = Float64Array.from({ length: rows }, (_, row) =>
    Math.max(...data.subarray(row * columns, (row + 1) * columns)),
  ).sort();
  return {
    temperature,
    distance,
    smoothing,
    threshold: confidences[Math.floor((1 - COVERAGE) * rows)]!,
    coverage: COVERAGE,
    ...(speakers && { sets: conformalThresholds(trusted, truth, speakers) }),
  };
}

/** Probabilities whose logarithms are divided by a temperature, which is the same as dividing the scores before the softmax; smoothed. */
export function calibrated(
  { data, rows, columns }: Matrix,
  { temperature, smoothing }: Pick<Calibration, "temperature" | "smoothing">,
): Matrix {
  const all = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const scores = Float64Array.from(own, (p) => logOf(p) / temperature);
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (const [k, power] of powers.entries()) {
      all[row * columns + k] = (1 - smoothing) * (power / sum) + smoothing / columns;
    }
  }
  return { data: all, rows, columns };
}

function logOf(probability: number): number {
  return Math.log(Math.max(probability, LEAST_PROBABILITY));
}

const TEMPERATURES = [0.05, 100] as const;
const SMOOTHINGS = [0.001, 0.3] as const;

/** The temperature with the least log loss at a smoothing. The loss has one minimum over it. */
export function fitTemperature(
  probabilities: Matrix,
  truth: ArrayLike<number>,
  smoothing: number,
): number {
  const lossAt = lossOf(probabilities, truth, smoothing);
  const [low, high] = TEMPERATURES;
  return Math.exp(goldenSection((log) => lossAt(Math.exp(log)), [Math.log(low), Math.log(high)]));
}

/** The summed log loss by the temperature. */
function lossOf(
  { data, rows, columns }: Matrix,
  truth: ArrayLike<number>,
  smoothing: number,
): (temperature: number) => number {
  const logs = Float64Array.from(data, logOf);
  return (temperature) => {
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      let highest = -Infinity;
      for (let k = 0; k < columns; k++) highest = Math.max(highest, logs[at + k]!);
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += Math.exp((logs[at + k]! - highest) / temperature);
      const right = (logs[at + truth[row]!]! - highest) / temperature - Math.log(sum);
      loss -=
        smoothing === 0 ? right : Math.log((1 - smoothing) * Math.exp(right) + smoothing / columns);
    }
    return loss;
  };
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const STEPS = 36;

/** The place of a function's minimum within a range, to a millionth of the range: Kiefer 1953, https://doi.org/10.2307/2032161. */
function goldenSection(f: (x: number) => number, [start, end]: readonly [number, number]): number {
  let [low, high] = [start, end];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [f(a), f(b)];
  for (let step = 0; step < STEPS; step++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = f(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = f(b);
    }
  }
  return (low + high) / 2;
}

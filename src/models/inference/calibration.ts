import type { Matrix } from "../../math/matrix.ts";
import { LEAST_PROBABILITY } from "../../network/graphs/inference-graph.ts";

/** How far the probabilities of a model can be trusted, measured on training speakers whose clips were held out. */
export interface Calibration {
  /** Above 0: the scores of the classes are divided by it. */
  readonly temperature: number;
  /** A clip whose largest probability is below it is one of those that the model is not sure of. */
  readonly threshold: number;
  /** The share of held-out clips whose largest probability reaches the threshold. */
  readonly coverage: number;
}

/** The share of training speakers' clips that a model answers, from the surest one on. */
const COVERAGE = 0.7;

/**
 * Measures the calibration from probabilities [rows, classes] of held-out rows and the index of each row's true class. The temperature has
 * the least log loss: Guo et al., On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599.
 */
export function fitCalibration(probabilities: Matrix, truth: ArrayLike<number>): Calibration {
  const temperature = fitTemperature(probabilities, truth);
  const { data, rows, columns } = atTemperature(probabilities, temperature);
  const confidences = Float64Array.from({ length: rows }, (_, row) =>
    Math.max(...data.subarray(row * columns, (row + 1) * columns)),
  ).sort();
  return {
    temperature,
    threshold: confidences[Math.floor((1 - COVERAGE) * rows)]!,
    coverage: COVERAGE,
  };
}

/** Probabilities whose logarithms are divided by a temperature, which is the same as dividing the scores before the softmax. */
export function atTemperature({ data, rows, columns }: Matrix, temperature: number): Matrix {
  const all = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const scores = Float64Array.from(own, (p) => logOf(p) / temperature);
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (const [k, power] of powers.entries()) all[row * columns + k] = power / sum;
  }
  return { data: all, rows, columns };
}

function logOf(probability: number): number {
  return Math.log(Math.max(probability, LEAST_PROBABILITY));
}

const [LOWEST, HIGHEST] = [0.05, 100];
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const STEPS = 60;

/** Golden-section search: the loss has one minimum over the temperature's inverse. */
function fitTemperature(probabilities: Matrix, truth: ArrayLike<number>): number {
  const lossAt = lossOf(probabilities, truth);
  let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [lossA, lossB] = [lossAt(a), lossAt(b)];
  for (let step = 0; step < STEPS; step++) {
    if (lossA < lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - GOLDEN * (high - low);
      lossA = lossAt(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + GOLDEN * (high - low);
      lossB = lossAt(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** The summed log loss by the logarithm of the temperature. */
function lossOf(
  { data, rows, columns }: Matrix,
  truth: ArrayLike<number>,
): (logTemperature: number) => number {
  const logs = Float64Array.from(data, logOf);
  return (logTemperature) => {
    const temperature = Math.exp(logTemperature);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      let highest = -Infinity;
      for (let k = 0; k < columns; k++) highest = Math.max(highest, logs[at + k]!);
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += Math.exp((logs[at + k]! - highest) / temperature);
      loss += Math.log(sum) - (logs[at + truth[row]!]! - highest) / temperature;
    }
    return loss;
  };
}

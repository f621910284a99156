import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";
import type { LabelledRows } from "../labelled-rows.ts";
import { labelIndices } from "../labels.ts";
import type { AdaptableModel } from "./adaptable-model.ts";
import { adaptedModel } from "./adapt-to-speaker.ts";
import { linearScores } from "./linear-scores.ts";
import { FLATTENING, type ScaledLinear, type SpeakerStatistics } from "./speaker-adaptation.ts";

/** The L2 penalty of a change of the weights, per column. */
const PENALTY = 0.13;
const STEPS = 60;

/**
 * What to add to the weights of a model that is adapted to a speaker, for rows behind the speaker's scaler [columns, classes]: logistic
 * regression on few labelled rows that starts from the model's scores, flattened, and is held there by an L2 penalty. It is solved by gradient
 * descent for a weight of each row and class, since there are far fewer rows than columns.
 */
export function fineTunedKernel(
  model: AdaptableModel,
  statistics: SpeakerStatistics,
  { X, y }: LabelledRows,
): Float32Array {
  const { rows, columns } = X;
  const classes = model.labels.length;
  const truth = labelIndices(y, model.labels);
  const adapted = adaptedModel(model, statistics);
  const scaled = scaledRows(adapted, X);
  const products = productsOf(scaled, columns);
  const start = linearScores(adapted, X).map((score) => FLATTENING * score);
  const penalty = PENALTY * columns;
  let trace = 0;
  for (let row = 0; row < rows; row++) trace += products[row * rows + row]!;
  const rate = 1 / (penalty + trace / 2);
  const weights = new Float64Array(rows * classes);
  for (let step = 0; step < STEPS; step++) {
    const scores = Float64Array.from(start);
    for (let row = 0; row < rows; row++) {
      for (let other = 0; other < rows; other++) {
        const product = products[row * rows + other]!;
        for (let k = 0; k < classes; k++) {
          scores[row * classes + k]! += product * weights[other * classes + k]!;
        }
      }
    }
    for (let row = 0; row < rows; row++) {
      const own = scores.subarray(row * classes, (row + 1) * classes);
      const highest = Math.max(...own);
      const odds = own.map((score) => Math.exp(score - highest));
      const sum = odds.reduce((total, one) => total + one, 0);
      for (let k = 0; k < classes; k++) {
        const error = odds[k]! / sum - Number(truth[row] === k);
        const i = row * classes + k;
        weights[i]! -= rate * (error + penalty * weights[i]!);
      }
    }
  }
  const kernel = new Float64Array(columns * classes);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const value = scaled[row * columns + c]! / FLATTENING;
      for (let k = 0; k < classes; k++) {
        kernel[c * classes + k]! += value * weights[row * classes + k]!;
      }
    }
  }
  return Float32Array.from(kernel);
}

/** Rows behind a scaler. */
function scaledRows({ scaler }: ScaledLinear, X: Matrix): Float64Array {
  const { rows, columns } = X;
  const scaled = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) {
      scaled[row * columns + c] = (value - scaler.mean[c]!) / scaler.scale[c]!;
    }
  }
  return scaled;
}

/** The products of all pairs of rows. */
function productsOf(rows: Float64Array, columns: number): Float64Array {
  const count = rows.length / columns;
  const products = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += rows[a * columns + c]! * rows[b * columns + c]!;
      products[a * count + b] = sum;
      products[b * count + a] = sum;
    }
  }
  return products;
}

import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";
import type { ScaledLinear } from "./speaker-adaptation.ts";

/** The scores [rows, classes] of raw rows before softmax. */
export function linearScores({ scaler, parameters }: ScaledLinear, X: Matrix): Float64Array {
  const { columns, rows } = X;
  const classes = parameters.length / (columns + 1);
  const scores = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    own.set(parameters.subarray(columns * classes));
    for (const [c, value] of rowOf(X, row).entries()) {
      const scaled = (value - scaler.mean[c]!) / scaler.scale[c]!;
      for (let k = 0; k < classes; k++) own[k]! += scaled * parameters[c * classes + k]!;
    }
  }
  return scores;
}

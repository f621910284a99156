import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { dense } from "../../network/layers/core/dense.ts";
import type { Recipe } from "./recipe.ts";

/** The one layer of a linear model that is solved. */
export function linearLogits(
  _settings: object,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  return dense({ units: classes })(start);
}

/** One epoch over all rows; there is no step that a rate could be of. */
export function closedFormRecipe(
  rows: number,
): Pick<Recipe, "epochs" | "batchSize" | "learningRate"> {
  return { epochs: 1, batchSize: rows, learningRate: 1 };
}

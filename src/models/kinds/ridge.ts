import type { ClassWeight } from "../../training/training-settings.ts";
import type { Recipe } from "./recipe.ts";
import { closedFormRecipe } from "./closed-form.ts";

/** Parameters of the ridge classifier: those of scikit-learn's `RidgeClassifier`. */
export interface RidgeSettings {
  /** Strength of the penalty on squared weights. */
  readonly alpha: number;
  readonly classWeight?: ClassWeight;
}

/** scikit-learn 1.9's defaults. */
export const RIDGE_DEFAULTS: RidgeSettings = { alpha: 1 };

/**
 * How a ridge classifier (Hoerl & Kennard 1970, https://doi.org/10.1080/00401706.1970.10488634) is trained: solved. Its probabilities are the
 * softmax of scores that were fitted to -1 and 1: good for the order of the classes, more even than what they are the chance of.
 */
export function ridgeRecipe({ alpha, ...settings }: RidgeSettings, rows: number): Recipe {
  return { ...settings, ...closedFormRecipe(rows), optimizer: { name: "ridge", alpha } };
}

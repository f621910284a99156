import type { ClassWeight } from "../../training/training-settings.ts";
import type { Recipe } from "./recipe.ts";
import { closedFormRecipe } from "./closed-form.ts";

/** Parameters of linear discriminant analysis. */
export interface LdaSettings {
  /** Weights of classes multiply their prior probabilities, which are their shares of the rows by default and by which their covariances count: scikit-learn's `priors`. */
  readonly classWeight?: ClassWeight;
}

/** How linear discriminant analysis with shrunk covariances is trained: solved, as scikit-learn's `LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")`. */
export function ldaRecipe(settings: LdaSettings, rows: number): Recipe {
  return { ...settings, ...closedFormRecipe(rows), optimizer: { name: "lda" } };
}

import { group, optional } from "../../options/schema.ts";
import { CLASS_WEIGHT } from "../../training/training-settings.ts";
import { LDA } from "../../training/solvers/lda.ts";
import { CLOSED_FORM, solvedBy } from "./closed-form.ts";
import { modelKind } from "./model-kind.ts";

/**
 * Linear discriminant analysis with shrunk covariances, scikit-learn's `LinearDiscriminantAnalysis(solver="lsqr")` with shrinkage `auto` unless a share is given. Weights of
 * classes multiply the prior probabilities, which are the classes' shares of the rows: scikit-learn's `priors`.
 */
export const lda = modelKind({
  summary: "linear discriminant analysis with shrunk covariances",
  ...CLOSED_FORM,
  settings: group({ ...LDA, classWeight: optional(CLASS_WEIGHT) }),
  fitSettings: ({ shrinkage }, rows) => solvedBy({ name: "lda", shrinkage }, rows),
});

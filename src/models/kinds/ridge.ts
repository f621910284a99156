import { group, optional } from "../../options/schema.ts";
import { RIDGE } from "../../training/solvers/ridge.ts";
import { CLASS_WEIGHT } from "../../training/training-settings.ts";
import { CLOSED_FORM, solvedBy } from "./closed-form.ts";
import { modelKind } from "./model-kind.ts";

/**
 * The ridge classifier (Hoerl & Kennard 1970, https://doi.org/10.1080/00401706.1970.10488634), scikit-learn 1.9's `RidgeClassifier`. Its
 * probabilities are the softmax of scores that are fitted to -1 and 1. Their order is meaningful, but they are too even.
 */
export const ridge = modelKind({
  summary: "scikit-learn's ridge classifier",
  ...CLOSED_FORM,
  settings: group({ ...RIDGE, classWeight: optional(CLASS_WEIGHT) }),
  fitSettings: ({ alpha }, rows) => solvedBy({ name: "ridge", alpha }, rows),
});

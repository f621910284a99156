import { AffektError } from "../../errors.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { logarithm } from "../../network/layers/core/logarithm.ts";
import { add } from "../../network/layers/merging/merging.ts";
import type { SingleModel } from "./model-kinds.ts";

/** Several models as one, whose probabilities are the means of theirs. */
export interface Ensemble {
  readonly kind: "ensemble";
  readonly settings: { readonly members: readonly SingleModel[] };
}

/**
 * Several models as one: each is trained on its own, by a seed of its own, and their probabilities are averaged (Hansen & Salamon 1990,
 * https://doi.org/10.1109/34.58871). Members of ensembles among them are members. Errors: `invalid-argument` for fewer than two.
 */
export function ensemble(models: readonly (SingleModel | Ensemble)[]): Ensemble {
  const members = models.flatMap((model) =>
    model.kind === "ensemble" ? model.settings.members : model,
  );
  if (members.length >= 2) return { kind: "ensemble", settings: { members } };
  throw new AffektError(
    "invalid-argument",
    `ensemble: needs at least two models, got ${members.length}`,
  );
}

/** Scores whose softmax is the mean of the softmaxes of the members' scores. */
export function averagedLogits(members: readonly SymbolicTensor[]): SymbolicTensor {
  return logarithm()(
    add()(...members.map((scores) => activation({ activation: "softmax" })(scores))),
  );
}

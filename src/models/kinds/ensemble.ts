import { activation } from "../../network/layers/core/activation.ts";
import { logarithm } from "../../network/layers/core/logarithm.ts";
import { add } from "../../network/layers/merging/merging.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";

/**
 * Scores whose softmax is the mean of the softmaxes of the members' scores (Hansen & Salamon 1990,
 * https://doi.org/10.1109/34.58871).
 */
export function averagedLogits(members: readonly SymbolicTensor[]): SymbolicTensor {
  return logarithm()(
    add()(...members.map((scores) => activation({ activation: "softmax" })(scores))),
  );
}

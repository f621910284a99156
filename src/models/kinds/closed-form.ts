import { dense } from "../../network/layers/core/dense.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import type { FitSettings } from "../../training/fit-settings.ts";

/** The parts that kinds of linear models have in common that are solved. */
export const CLOSED_FORM = {
  takes: ["vectors"],
  cost: "low",
  common: { classWeight: "classWeight" },
  weightedLayers: () => 1,
  logits: (_: object, start: SymbolicTensor, classes: number): SymbolicTensor =>
    dense({ units: classes })(start),
} as const;

/** The settings of `fit` for a model that is solved: one epoch over all rows, without steps. */
export function solvedBy(
  optimizer: NonNullable<FitSettings["optimizer"]>,
  rows: number,
): FitSettings {
  return { optimizer, epochs: 1, batchSize: rows, learningRate: 1 };
}

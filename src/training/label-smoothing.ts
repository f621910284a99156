import type { Matrix } from "../math/linear-algebra/matrix.ts";
import type { CompleteFitSettings } from "./fit-settings.ts";

/** Targets with a share of each row spread evenly over all classes, if the loss has label smoothing. */
export function smoothedTargets(targets: Matrix, loss: CompleteFitSettings["loss"]): Matrix {
  const share = "labelSmoothing" in loss ? loss.labelSmoothing : 0;
  if (share === 0) return targets;
  const data = targets.data.map((value) => value * (1 - share) + share / targets.columns);
  return { ...targets, data };
}

import type { Matrix } from "../math/matrix.ts";
import type { LossSettings } from "../network/graphs/losses.ts";

/** Targets with a share of each row spread evenly over all classes, where the loss asks for it. */
export function smoothedTargets(targets: Matrix, loss: LossSettings): Matrix {
  const share = "labelSmoothing" in loss ? (loss.labelSmoothing ?? 0) : 0;
  if (share === 0) return targets;
  const data = targets.data.map((value) => value * (1 - share) + share / targets.columns);
  return { ...targets, data };
}

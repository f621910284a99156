import { AffektError } from "../../errors.ts";
import type { TrainedNetwork } from "../training/train-on-rows.ts";
import type { ScaledLinear, SpeakerAdaptation } from "./speaker-adaptation.ts";

/** A linear model that can be adapted. */
export interface AdaptableModel extends ScaledLinear {
  readonly labels: readonly string[];
  readonly adaptation: SpeakerAdaptation;
}

/**
 * A trained model as one that can be adapted. `owner` names it in messages.
 * @throws {AffektError} `mismatch` where it cannot.
 */
export function adaptableModel(
  trained: Pick<TrainedNetwork, "scaler" | "parameters" | "labels" | "adaptation">,
  owner: string,
): AdaptableModel {
  const { scaler, parameters, labels, adaptation } = trained;
  if (scaler !== undefined && adaptation !== undefined) {
    return { scaler, parameters, labels, adaptation };
  }
  throw new AffektError(
    "mismatch",
    `${owner}: the model cannot be adapted to a speaker; train speech or lda on recordings whose speakers are known`,
  );
}

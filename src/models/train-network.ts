import type { FitResult } from "../training/fit-options.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { trainEnsemble } from "./train-ensemble.ts";
import { type NetworkTraining, trainSingle } from "./train-single.ts";

/**
 * Trains the network of a model.
 * Errors: `bad-data` (lengths that differ, fewer than two classes, a value that is not finite, no validation row of a class that training knows),
 * `mismatch` (rows that the model does not take), `diverged`, `interrupted` (of an ensemble before all members have learned).
 */
export function trainNetwork({
  model,
  ...training
}: NetworkTraining & { readonly model: NetworkSettings }): Promise<FitResult> {
  return model.kind === "ensemble" ? trainEnsemble(training, model) : trainSingle(training, model);
}

import { AffektError } from "../errors.ts";

/** A training whose loss or parameters are no longer finite; holds the parameters as they were before its epoch. */
export class DivergedError extends AffektError {
  readonly parameters: Float32Array;

  constructor(epoch: number, batch: number, batches: number, parameters: Float32Array) {
    super(
      "diverged",
      `training: the loss or a parameter is not finite in epoch ${epoch}, batch ${batch} of ${batches}; ` +
        "take a lower learning rate, or look for features that are far out of range",
    );
    this.parameters = parameters;
  }
}

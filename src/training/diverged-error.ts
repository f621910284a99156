import { AffektError } from "../errors.ts";

/** A training whose loss or parameters are no longer finite; holds what it had after the last epoch that went well. */
export class DivergedError<Kept> extends AffektError {
  readonly kept: Kept;

  constructor(message: string, kept: Kept, options?: { cause?: unknown }) {
    super("diverged", message, options);
    this.kept = kept;
  }
}

/** Waits for a training; where it diverges, what the error holds is made into what the training would have given. */
export async function keepingDiverged<From, To>(
  training: Promise<From>,
  make: (result: From) => To,
): Promise<To> {
  try {
    return make(await training);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    throw new DivergedError(error.message, make(error.kept as From), { cause: error });
  }
}

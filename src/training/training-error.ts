import { AffektError } from "../errors.ts";

/** The error of a training that ended before its time: its code is `diverged` or `interrupted`. */
export class TrainingError<Result> extends AffektError {
  /** The result of the whole epochs before. Undefined if there is none. */
  readonly partial: Result | undefined;

  constructor(
    code: "diverged" | "interrupted",
    message: string,
    { partial, cause }: { readonly partial: Result | undefined; readonly cause?: unknown },
  ) {
    super(code, message, { cause });
    this.partial = partial;
  }
}

/** Waits for a training and converts its result, also the partial one of a `TrainingError`. */
export async function convertResult<From, To>(
  training: Promise<From>,
  convert: (result: From) => To,
): Promise<To> {
  try {
    return convert(await training);
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    const { message, cause } = error;
    const partial = error.partial as From | undefined;
    throw new TrainingError(error.code as "diverged" | "interrupted", message, {
      partial: partial && convert(partial),
      cause,
    });
  }
}

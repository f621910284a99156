/** The codes of `AffektError`: a closed set to switch over. */
export type ErrorCode =
  | "invalid-argument" // a parameter outside its range, an unknown option, a wrong shape
  | "not-found" // a file, folder, corpus or model that is not there
  | "unreadable" // not audio, not a zip, not a model: the content is not what it should be
  | "unsupported" // a known format or platform feature that Affekt does not handle
  | "too-short" // less audio than 0.1 s
  | "too-long" // more audio than a limit that was set
  | "silent" // a peak under -70 dBFS
  | "no-speech" // sound that is neither speech nor singing
  | "bad-name" // a file name that does not follow its corpus' scheme
  | "bad-data" // labels, speakers or recordings that do not allow what was asked
  | "mismatch" // a model and features, or a checksum and content, that do not belong together
  | "cannot-write" // an output file or folder that is missing, read-only or full
  | "network" // a download that failed after its retries
  | "diverged" // training that ran into a loss that is not finite
  | "some-failed" // a batch of which some inputs failed
  | "interrupted"; // Ctrl-C or an abort signal

/** The error class of Affekt: a code to switch over, and a message that says what was expected, what was found and what to do. */
export class AffektError extends Error {
  override readonly name = "AffektError";
  readonly code: ErrorCode;

  /** The error as plain data for `port.postMessage(error.toJSON())`; `errorOf` turns it into an error again. */
  toJSON(): PlainError {
    return plainError(this);
  }

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** An error as plain data, which keeps its code where a structured clone or JSON carries it. */
export interface PlainError {
  /** Absent for an error that is none of Affekt's. */
  readonly code?: ErrorCode;
  readonly message: string;
}

/** An error as plain data. */
export function plainError(error: unknown): PlainError {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof AffektError ? { code: error.code, message } : { message };
}

/** The error from its plain data. */
export function errorOf({ code, message }: PlainError): Error {
  return code === undefined ? new Error(message) : new AffektError(code, message);
}

/** Throws `invalid-argument` with `message` unless a parameter is as it should be. */
export function assertArgument(isValid: boolean, message: string): asserts isValid {
  if (!isValid) throw new AffektError("invalid-argument", message);
}

/** The exit status of the command line for each error code. */
export const EXIT_STATUS: Readonly<Record<ErrorCode, number>> = {
  "invalid-argument": 2,
  "not-found": 3,
  unreadable: 3,
  unsupported: 3,
  "too-short": 3,
  "too-long": 3,
  silent: 3,
  "no-speech": 3,
  "bad-name": 3,
  "bad-data": 3,
  mismatch: 3,
  "cannot-write": 3,
  network: 3,
  diverged: 3,
  "some-failed": 4,
  interrupted: 130,
};

import { AffektError, type ErrorCode } from "../errors.ts";

/** An answer that refuses a request. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  "invalid-argument": 400,
  "not-found": 404,
  unreadable: 422,
  unsupported: 415,
  "too-short": 422,
  "too-long": 413,
  silent: 422,
  "no-speech": 422,
  "bad-data": 422,
  interrupted: 503,
};

/** The refusal that an error becomes; a fault of the program says nothing about itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof AffektError ? STATUS[error.code] : undefined;
  return status === undefined
    ? new Refusal(500, "internal", "internal fault; the server's log has more under the request id")
    : new Refusal(status, (error as AffektError).code, (error as AffektError).message);
}

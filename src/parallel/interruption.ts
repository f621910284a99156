import { AffektError } from "../errors.ts";

/** The error for work that was aborted, with the signal's reason as its cause. */
export function interruption(
  signal?: AbortSignal,
  message = "the work was interrupted",
): AffektError {
  const reason: unknown = signal?.reason;
  if (reason instanceof AffektError && reason.code === "interrupted") return reason;
  return new AffektError("interrupted", message, { cause: reason });
}

/** @throws {AffektError} `interrupted` where a signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, message?: string): void {
  if (signal?.aborted) throw interruption(signal, message);
}

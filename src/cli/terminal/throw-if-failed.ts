import type { Problem } from "../../corpora/problem.ts";
import { AffektError } from "../../errors.ts";

/**
 * Ends a command that continued in spite of inputs that failed with an error that lists them.
 * @throws {AffektError} `some-failed` where there are any; `unreadable` where nothing else succeeded.
 */
export function throwIfFailed(failed: readonly Problem[], succeeded: number): void {
  if (failed.length === 0) return;
  const list = failed.map(({ path, reason }) => `\n  ${path}: ${reason}`).join("");
  throw new AffektError(
    succeeded === 0 ? "unreadable" : "some-failed",
    `${failed.length} of ${failed.length + succeeded} recordings failed:${list}`,
  );
}

import type { Refusal } from "../../datasets/refusal.ts";
import { AffektError } from "../../errors.ts";

/** Ends a command that went on in spite of inputs that failed with an error that lists them. Errors: `some-failed`, if there are any. */
export function finish(failed: readonly Refusal[], succeeded: number): void {
  if (failed.length === 0) return;
  const list = failed.map(({ file, reason }) => `\n  ${file}: ${reason}`).join("");
  throw new AffektError(
    succeeded === 0 ? "unreadable" : "some-failed",
    `${failed.length} of ${failed.length + succeeded} recordings failed:${list}`,
  );
}

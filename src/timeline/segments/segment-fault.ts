import { AffektError } from "../../errors.ts";

/** The error for a file of segments. */
export function segmentFault(name: string, reason: string): AffektError {
  return new AffektError("unreadable", `${name}: ${reason}`);
}

import { AffektError } from "../../errors.ts";
import { formatShape, type Shape } from "../shape.ts";

/** Refuses an input with other dimensions than those named. Errors: `invalid-argument` with both shapes. */
export function checkRank(input: Shape, dimensions: readonly string[]): void {
  if (input.length === dimensions.length) return;
  throw new AffektError(
    "invalid-argument",
    `takes [${dimensions.join(", ")}], got ${formatShape(input)}`,
  );
}

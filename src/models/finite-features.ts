import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";

/** Errors: `bad-data` with the place of the first feature that is not a finite number; `what` says whose features they are. */
export function checkFinite(what: string, { data, columns }: Matrix): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const row = Math.floor(bad / columns);
  throw new AffektError(
    "bad-data",
    `${what}: every feature must be a finite number, got ${data[bad]} in row ${row}, column ${bad % columns}`,
  );
}

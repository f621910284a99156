import { AffektError } from "../errors.ts";
import { indexOfNonFinite } from "../math/non-finite.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";

/** @throws {AffektError} `bad-data` with the place of the first feature that is not a finite number. `owner` names the features. */
export function checkFinite(owner: string, { data, columns }: Matrix): void {
  const bad = indexOfNonFinite(data);
  if (bad < 0) return;
  const row = Math.floor(bad / columns);
  throw new AffektError(
    "bad-data",
    `${owner}: every feature must be a finite number, got ${data[bad]} in row ${row}, column ${bad % columns}`,
  );
}

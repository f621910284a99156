import { AffektError } from "../../errors.ts";
import { Random } from "../../math/statistics/random.ts";
import { distinctLabels } from "../labels.ts";

/**
 * Divides rows at random by their labels. The same share of each class is held out, rounded to the nearest and at least one row.
 * @throws {AffektError} `invalid-argument` for a share outside (0, 1), `bad-data` for a class with a single row.
 */
export function holdOut(
  y: readonly string[],
  fraction: number,
  seed: number,
): { rest: number[]; held: number[] } {
  if (!(fraction > 0 && fraction < 1)) {
    throw new AffektError(
      "invalid-argument",
      `validationFraction: must be between 0 and 1, got ${fraction}`,
    );
  }
  const random = new Random(seed);
  const held: number[] = [];
  for (const label of distinctLabels(y)) {
    const own = y.flatMap((other, row) => (other === label ? row : []));
    if (own.length < 2) {
      throw new AffektError(
        "bad-data",
        `early stopping: class "${label}" has a single row, which cannot be on both sides`,
      );
    }
    const count = Math.min(own.length - 1, Math.max(1, Math.round(own.length * fraction)));
    held.push(...random.shuffle(own).slice(0, count));
  }
  const isHeld = new Set(held);
  return {
    rest: y.flatMap((_, row) => (isHeld.has(row) ? [] : row)),
    held: held.toSorted((a, b) => a - b),
  };
}

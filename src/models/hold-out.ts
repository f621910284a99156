import { AffektError } from "../errors.ts";
import { selectRows } from "../math/matrix.ts";
import { Random } from "../math/random.ts";
import { distinctLabels } from "./labels.ts";
import type { LabelledRows } from "./train-network.ts";

/**
 * Splits rows at random, the same share of each class held out (at least one row, rounded to the nearest).
 * Errors: `invalid-argument` for a share outside (0, 1), `bad-data` for a class with a single row.
 */
export function holdOut(
  { X, y }: LabelledRows,
  fraction: number,
  seed: number,
): { rest: LabelledRows; held: LabelledRows } {
  if (!(fraction > 0 && fraction < 1)) {
    throw new AffektError(
      "invalid-argument",
      `validationFraction: must be between 0 and 1, got ${fraction}`,
    );
  }
  const random = new Random(seed);
  const held: number[] = [];
  for (const label of distinctLabels(y)) {
    const rows = y.flatMap((other, row) => (other === label ? row : []));
    if (rows.length < 2) {
      throw new AffektError(
        "bad-data",
        `early stopping: class "${label}" has a single row, which cannot be on both sides`,
      );
    }
    const count = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * fraction)));
    held.push(...random.shuffle(rows).slice(0, count));
  }
  const isHeld = new Set(held);
  const rest = y.flatMap((_, row) => (isHeld.has(row) ? [] : row));
  const take = (rows: readonly number[]): LabelledRows => ({
    X: selectRows(X, rows),
    y: rows.map((row) => y[row]!),
  });
  return { rest: take(rest), held: take(held.toSorted((a, b) => a - b)) };
}

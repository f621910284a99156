import type { Probabilities } from "./surface.ts";

/** How predictions differ from others for the same recordings. */
export interface Difference {
  /** The share of recordings with the same emotion. */
  readonly same: number;
  /** The mean and the largest difference of a probability. */
  readonly mean: number;
  readonly largest: number;
}

/** Compares predictions with those of the library. */
export function compare(
  found: readonly Probabilities[],
  expected: readonly Probabilities[],
): Difference {
  const differences = expected.flatMap((one, i) =>
    Object.entries(one).map(([emotion, probability]) =>
      Math.abs((found[i]?.[emotion] ?? Number.NaN) - probability),
    ),
  );
  const same = expected.filter((one, i) => topOf(one) === topOf(found[i] ?? {})).length;
  return {
    same: same / expected.length,
    mean: differences.reduce((sum, one) => sum + one, 0) / differences.length,
    largest: differences.reduce((most, one) => (one <= most ? most : one), 0),
  };
}

function topOf(probabilities: Probabilities): string | undefined {
  const sorted = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  return sorted[0]?.[0];
}

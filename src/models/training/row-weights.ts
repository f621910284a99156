import { AffektError } from "../../errors.ts";
import type { ClassWeight } from "../../training/training-settings.ts";

/**
 * The weight of each row: its own times that of its class. `classes` are indices into `labels`.
 * @throws {AffektError} `invalid-argument` for a class weight that is no number from 0 or of no class, and as `checkSampleWeight`.
 */
export function rowWeights(
  classes: Uint32Array,
  labels: readonly string[],
  {
    classWeight,
    sampleWeight,
  }: {
    classWeight?: ClassWeight | undefined;
    sampleWeight?: ArrayLike<number> | undefined;
  },
): Float32Array | undefined {
  checkSampleWeight(sampleWeight, classes.length);
  if (classWeight === undefined) return sampleWeight && Float32Array.from(sampleWeight);
  const ofClass =
    classWeight === "balanced" ? balanced(classes, labels) : listed(classWeight, labels);
  return Float32Array.from(classes, (c, row) => ofClass[c]! * (sampleWeight?.[row] ?? 1));
}

/** @throws {AffektError} `invalid-argument` where there is not one weight a row. */
export function checkSampleWeight(sampleWeight: ArrayLike<number> | undefined, rows: number): void {
  if (sampleWeight === undefined || sampleWeight.length === rows) return;
  throw new AffektError(
    "invalid-argument",
    `sampleWeight: must have one weight for each of the ${rows} rows, got ${sampleWeight.length}`,
  );
}

/** rows / (classes · rows of the class), as scikit-learn's `compute_class_weight`. */
function balanced(classes: Uint32Array, labels: readonly string[]): number[] {
  const counts = labels.map(() => 0);
  for (const c of classes) counts[c]!++;
  return counts.map((count) => classes.length / (labels.length * count));
}

function listed(weights: Readonly<Record<string, number>>, labels: readonly string[]): number[] {
  for (const [label, weight] of Object.entries(weights)) {
    if (labels.includes(label) && weight >= 0) continue;
    throw new AffektError(
      "invalid-argument",
      `classWeight: must give numbers from 0 for classes (${labels.join(", ")}), got ${weight} for "${label}"`,
    );
  }
  return labels.map((label) => (Object.hasOwn(weights, label) ? weights[label]! : 1));
}

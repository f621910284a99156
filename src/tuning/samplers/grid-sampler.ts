import { AffektError } from "../../errors.ts";
import { countOf, steppedAt } from "../space/scale.ts";
import {
  type CompleteDimension,
  type CompleteSpace,
  isActive,
  type Params,
  type Value,
} from "../space/space.ts";
import type { Sampler } from "./sampler.ts";

/** The most points of a grid. */
const MOST = 1e6;

/** Tries all combinations of values. */
export function gridSampler(): Sampler {
  let grid: readonly Params[] | undefined;
  return {
    suggest({ space, trials }) {
      grid ??= gridOf(space);
      const origin = trials.filter((trial) => trial.origin !== undefined).length;
      const params = grid[origin];
      return params && { params, origin };
    },
  };
}

/**
 * All combinations of the values of a space.
 * @throws {AffektError} `invalid-argument` for a float without steps, and for more than a million combinations.
 */
export function gridOf(space: CompleteSpace): Params[] {
  let grid: Params[] = [{}];
  for (const [name, dimension] of Object.entries(space)) {
    const values = valuesOf(name, dimension);
    grid = grid.flatMap((params): Params[] =>
      isActive(dimension, params)
        ? values.map((value) => ({ ...params, [name]: value }))
        : [params],
    );
    if (grid.length > MOST) {
      throw new AffektError(
        "invalid-argument",
        `grid: has more than ${MOST} points; take fewer values`,
      );
    }
  }
  return grid;
}

function valuesOf(name: string, dimension: CompleteDimension): readonly Value[] {
  if (dimension.type === "categorical") return dimension.choices;
  const count = countOf(dimension);
  if (count === Infinity || (dimension.log && count > 1)) {
    throw new AffektError(
      "invalid-argument",
      `grid: ${name} has endlessly many values; give it a step, or make it categorical`,
    );
  }
  return Array.from({ length: Math.min(count, MOST + 1) }, (_, i) => steppedAt(dimension, i));
}

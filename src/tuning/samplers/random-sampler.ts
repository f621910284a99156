import type { Random } from "../../math/statistics/random.ts";
import { valueAt } from "../space/scale.ts";
import { type CompleteSpace, isActive, type Params, type Value } from "../space/space.ts";
import type { Sampler } from "./sampler.ts";

/** Draws each parameter evenly over its scale. */
export const randomSampler: Sampler = {
  suggest: ({ space, random }) => ({ params: randomParams(space, random) }),
};

/** Parameters drawn evenly over their scales. */
export function randomParams(space: CompleteSpace, random: Random): Params {
  return paramsBy(space, (dimension) => valueAt(dimension, random.uniform()));
}

/** The values of all parameters that are active, each found when those that its condition names are known. */
export function paramsBy(
  space: CompleteSpace,
  choose: (dimension: CompleteSpace[string], name: string) => Value,
): Params {
  const params: Record<string, Value> = {};
  for (const [name, dimension] of Object.entries(space)) {
    const value = choose(dimension, name);
    if (isActive(dimension, params)) params[name] = value;
  }
  return params;
}

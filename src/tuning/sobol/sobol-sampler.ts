import { AffektError } from "../../errors.ts";
import { Random } from "../../math/statistics/random.ts";
import { paramsBy } from "../samplers/random-sampler.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { valueAt } from "../space/scale.ts";
import { MOST_DIMENSIONS, sobolPoint } from "./sobol.ts";

/** Spreads trials evenly over the whole space by a Sobol sequence. */
export function sobolSampler(seed: number): Sampler {
  return {
    suggest({ space, number }) {
      const names = Object.keys(space);
      if (names.length > MOST_DIMENSIONS) {
        throw new AffektError(
          "invalid-argument",
          `sobol: takes at most ${MOST_DIMENSIONS} parameters, got ${names.length}; take the sampler random`,
        );
      }
      const random = Random.of(seed, "sobol", 0);
      const shifts = Uint32Array.from(names, () => random.uint32());
      const point = sobolPoint(number, shifts);
      return {
        params: paramsBy(space, (dimension, name) =>
          valueAt(dimension, point[names.indexOf(name)]!),
        ),
      };
    },
  };
}

import { AffektError } from "../../errors.ts";
import { type Goals, lossesOf } from "../goals.ts";
import { randomParams } from "../samplers/random-sampler.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { type Numeric, placeOf, valueAt } from "../space/scale.ts";
import type { CompleteSpace } from "../space/space.ts";
import type { Trial } from "../trial.ts";
import { CmaEs } from "./cma-es.ts";

/** The deviation that the search begins with, of a range of 1. */
const FIRST_SIGMA = 1 / 6;

/**
 * CMA-ES on the scales of the parameters, as Optuna 5 has it by default: one random trial, then generations from the middle of the space.
 * Trials that began with a generation after it was full are left out of it.
 */
export function cmaEsSampler(): Sampler {
  let search: CmaEs | undefined;
  return {
    suggest({ space, goals, trials, random }) {
      const dimensions = numericOnly(space, goals);
      const complete = trials.filter(({ state }) => state === "complete");
      if (complete.length === 0) return { params: randomParams(space, random) };
      search ??= new CmaEs(
        dimensions.map(() => 0.5),
        FIRST_SIGMA,
      );
      for (;;) {
        const own = complete.filter(({ origin }) => origin === search!.generation);
        if (own.length < search.populationSize) break;
        search.tell(
          own.slice(0, search.populationSize).map((trial) => solution(trial, space, goals)),
        );
      }
      const point = search.ask(random);
      return {
        params: Object.fromEntries(
          Object.entries(space).map(([name, dimension], d) => [
            name,
            valueAt(dimension, point[d]!),
          ]),
        ),
        origin: search.generation,
      };
    },
  };
}

function solution({ params, values }: Trial, space: CompleteSpace, goals: Goals) {
  const x = Object.entries(space).map(([name, dimension]) =>
    placeOf(dimension as Numeric, params[name] as number),
  );
  return { x, loss: lossesOf(goals, values!)[0]! };
}

function numericOnly(space: CompleteSpace, { objectives }: Goals): CompleteSpace[string][] {
  const [odd] = Object.entries(space).find(
    ([, { type, when }]) => type === "categorical" || when !== undefined,
  ) ?? [undefined];
  if (odd !== undefined) {
    throw new AffektError(
      "invalid-argument",
      `cma-es: takes numbers that are always active, but ${odd} is not one; take the sampler tpe`,
    );
  }
  if (Object.keys(objectives).length > 1) {
    throw new AffektError("invalid-argument", "cma-es: takes one objective; take the sampler tpe");
  }
  return Object.values(space);
}

import type * as v from "valibot";
import { AffektError } from "../errors.ts";
import { complete } from "../options/check.ts";
import {
  choice,
  group,
  integer,
  number,
  optional,
  record,
  withDefault,
} from "../options/schema.ts";
import type { Pruner } from "./pruners/pruner.ts";
import { prunerOf, type PrunerSettings } from "./pruners/pruners.ts";
import type { Sampler } from "./samplers/sampler.ts";
import { samplerOf, type SamplerSettings } from "./samplers/samplers.ts";
import { checkSpace, type Space } from "./space/space.ts";
import { memoryStore, type StudyDefinition, type StudyStore } from "./store.ts";
import { Study } from "./study.ts";

const GOALS = group({
  objectives: withDefault(
    record(choice(["minimize", "maximize"], { text: "direction" }), {
      text: "values to optimise, by name",
    }),
    { value: "minimize" },
  ),
  constraints: withDefault(
    record(
      group({
        min: optional(number({ text: "lowest value" })),
        max: optional(number({ text: "highest value" })),
      }),
      { text: "limits that values must keep, by name" },
    ),
    {},
  ),
  seed: withDefault(integer({ min: 0, text: "random seed" }), 0),
});

/** Options of `createStudy`. */
export interface StudyOptions extends Readonly<v.InferInput<typeof GOALS>> {
  readonly space: Space;
  /** Default: `tpe`. */
  readonly sampler?: SamplerSettings | Sampler | undefined;
  /** Default: none. */
  readonly pruner?: PrunerSettings | Pruner | undefined;
  /** Default: memory. */
  readonly store?: StudyStore | undefined;
}

/**
 * Creates a study, or continues the one in the store.
 * @throws {AffektError} `invalid-argument` for an option out of range; `mismatch` where the store has another study.
 */
export async function createStudy(options: StudyOptions): Promise<Study> {
  const { space, sampler = { name: "tpe" }, pruner = { name: "none" }, ...rest } = options;
  const { store = memoryStore(), ...goals } = rest;
  const { objectives, constraints, seed } = complete(GOALS, goals, "study");
  if (Object.keys(objectives).length === 0) {
    throw new AffektError("invalid-argument", "study: objectives must have at least one");
  }
  const definition: StudyDefinition = {
    space: checkSpace(space),
    objectives,
    constraints: constraints as StudyDefinition["constraints"],
    seed,
    sampler: "suggest" in sampler ? "custom" : sampler,
    pruner: "judge" in pruner ? "custom" : pruner,
  };
  const parts = {
    definition,
    sampler: "suggest" in sampler ? sampler : samplerOf(sampler, seed),
    pruner: "judge" in pruner ? pruner : prunerOf(pruner),
    store,
  };
  const stored = await store.load();
  if (stored === undefined) {
    await store.create(definition);
    return new Study(parts, []);
  }
  const other = differences(stored.definition, definition);
  if (other.length === 0) return new Study(parts, stored.trials);
  throw new AffektError(
    "mismatch",
    `study: the stored study has different ${other.join(", ")}; use its original options, or another store`,
  );
}

function differences(a: StudyDefinition, b: StudyDefinition): string[] {
  const names = Object.keys(b) as (keyof StudyDefinition)[];
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

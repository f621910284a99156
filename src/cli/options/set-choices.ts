import { Option } from "commander";
import { AffektError } from "../../errors.ts";
import type { Candidate } from "../../evaluation/candidate.ts";
import { isSequence } from "../../features/sets/columns.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { FEATURE_SETS, featureSet } from "../../features/sets/sets.ts";
import { kindOf } from "../../models/kinds/model-kinds.ts";
import { membersOf } from "../../models/model-spec.ts";
import { type ModelName, setForModels } from "../../models/presets.ts";
import { readFeatureSet } from "../../node/sources/read-feature-set.ts";

/** `--set` of commands that compare several sets. */
export function setsOption(): Option {
  return new Option(
    "--set <names>",
    `feature sets, separated by commas: ${FEATURE_SETS.join(", ")}, or .json files that define some; each model is combined with the sets that it takes (default: the set of the model or of the feature tables, else classic)`,
  ).argParser((text) => text.split(",").map((name) => name.trim()));
}

/** A feature set and the models that are combined with it. */
export interface SetChoice {
  /** Undefined where none is asked for. */
  readonly set: FeatureSet | undefined;
  readonly candidates: readonly Candidate[];
}

/**
 * Combines each set with the models that take it; a single one with all models. Without sets, each model gets the one that it is made for.
 * @throws {AffektError} as `readFeatureSet`; `mismatch` for a model or one of several sets that fits none of the others.
 */
export async function setChoices(
  names: readonly string[] | undefined,
  candidates: readonly Candidate[],
): Promise<SetChoice[]> {
  if (names === undefined) return ownSets(candidates);
  const sets = await Promise.all(names.map(readFeatureSet));
  if (sets.length === 1) return [{ set: sets[0], candidates }];
  const choices = sets.map((set) => ({
    set,
    candidates: candidates.filter((candidate) => takes(candidate, set)),
  }));
  const lonely =
    choices.find((choice) => choice.candidates.length === 0)?.set.name ??
    candidates.find((one) => !choices.some((choice) => choice.candidates.includes(one)))?.name;
  if (lonely === undefined) return choices;
  throw new AffektError(
    "mismatch",
    `${lonely}: fits none of ${sets.map(({ name }) => name).join(", ")} and ${candidates.map(({ name }) => name).join(", ")}; leave it out, or add a set or a model that fits`,
  );
}

/** Models that are made for a set, with that set; the others with none. */
function ownSets(candidates: readonly Candidate[]): SetChoice[] {
  const names = candidates.map(({ name }) => setForModels([name as ModelName]));
  return [...new Set(names)].map((name) => ({
    set: name === undefined ? undefined : featureSet(name),
    candidates: candidates.filter((_, i) => names[i] === name),
  }));
}

function takes({ model }: Candidate, set: FeatureSet): boolean {
  const rows = isSequence(set) ? "sequences" : "vectors";
  return membersOf(model).every(({ kind }) => kindOf(kind).takes.includes(rows));
}

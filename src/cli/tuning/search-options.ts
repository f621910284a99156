import { type Command, InvalidArgumentError, Option } from "commander";
import { TRIAL_VALUES, type SearchSettings } from "../../model-selection/search-settings.ts";
import { INNER_FOLDS } from "../../model-selection/plan-search.ts";
import type { Bounds } from "../../tuning/goals.ts";
import { PRUNER_NAMES } from "../../tuning/pruners/pruners.ts";
import { SAMPLER_NAMES } from "../../tuning/samplers/samplers.ts";
import { durationOf, namesOf, wholeNumber } from "../options/options.ts";

/** Options of how to search. */
export interface SearchOptions {
  readonly trials: number;
  /** In seconds. */
  readonly time?: number;
  readonly innerFolds?: number;
  readonly sampler: (typeof SAMPLER_NAMES)[number];
  readonly pruner: (typeof PRUNER_NAMES)[number];
  readonly objectives: readonly (typeof TRIAL_VALUES)[number][];
  readonly constraint?: Readonly<Record<string, Bounds>>;
  readonly ensemble: number;
  readonly space?: string;
}

/** The options of `SearchOptions`. */
export function withSearchOptions(to: Command): Command {
  return to
    .optionsGroup("Search:")
    .option("--trials <n>", "trials per fold", wholeNumber(1), 20)
    .option(
      "--time <duration>",
      "start no trial after this time, such as 90s, 20m or 2h",
      durationOf,
    )
    .option(
      "--inner-folds <n>",
      `folds of the training speakers, on which trials are scored (default: ${INNER_FOLDS})`,
      wholeNumber(2),
    )
    .option(
      "--space <file>",
      "search space: a .json file, or a .ts or .js file that exports one; for several models, one space per name (default: the model's)",
    )
    .addOption(
      new Option("--sampler <name>", "algorithm that suggests parameters")
        .choices(SAMPLER_NAMES)
        .default("tpe"),
    )
    .addOption(
      new Option(
        "--pruner <name>",
        "algorithm that stops bad trials early: median and asha by epoch, wilcoxon by speaker",
      )
        .choices(PRUNER_NAMES)
        .default("none"),
    )
    .addOption(
      new Option(
        "--objectives <names>",
        `objectives, separated by commas: ${TRIAL_VALUES.join(", ")}; the first one decides the winner`,
      )
        .argParser(namesOf(TRIAL_VALUES))
        .default(["uar"], "uar"),
    )
    .option(
      "--constraint <limit>",
      "limit that the winner keeps, such as bytes<1e6; can be repeated",
      (text: string, before: SearchOptions["constraint"]) => ({ ...before, ...limitOf(text) }),
    )
    .option(
      "--ensemble <n>",
      "let an ensemble of up to so many trials win; 1 for the best trial alone",
      wholeNumber(1, 100),
      1,
    )
    .optionsGroup("Options:");
}

/** The epochs of the first rung of successive halving. */
const ASHA_EPOCHS = 10;

/** The settings of a search that options ask for. */
export function searchSettingsOf({
  sampler,
  pruner,
  objectives,
  constraint = {},
  ensemble,
  seed,
}: SearchOptions & { readonly seed: number }): SearchSettings {
  return {
    sampler: { name: sampler },
    pruner: pruner === "asha" ? { name: pruner, minStep: ASHA_EPOCHS } : { name: pruner },
    objectives: Object.fromEntries(
      objectives.map((name) => [name, name === "uar" ? "maximize" : "minimize"]),
    ),
    constraints: constraint,
    ensemble,
    seed,
  };
}

function limitOf(text: string): Record<string, Bounds> {
  const [, name, sign, number] = /^(\w+) ?([<>])=? ?(\S+)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  const known = TRIAL_VALUES.find((one) => one === name);
  if (known === undefined || !Number.isFinite(value)) {
    throw new InvalidArgumentError(
      `It must be a limit such as bytes<1e6, of one of ${TRIAL_VALUES.join(", ")}.`,
    );
  }
  return { [known]: sign === "<" ? { max: value } : { min: value } };
}

import type { StoredStudy } from "../tuning/store.ts";
import type { CompleteDimension, Value } from "../tuning/space/space.ts";
import { numberOf } from "../tuning/space/scale.ts";
import type { Trial } from "../tuning/trial.ts";

/** Optuna's numbers of operations, of states of trials and of directions (optuna 5.0.0, `storages/journal/_storage.py`). */
const CREATE_STUDY = 0;
const CREATE_TRIAL = 4;
const STATES = { running: 0, complete: 1, pruned: 2, failed: 3, paused: 0 } as const;
const DIRECTIONS = { minimize: 1, maximize: 2 } as const;

/** A search with its name. */
export interface NamedSearch extends StoredStudy {
  readonly name: string;
}

/** Searches as a journal file of Optuna, which `optuna-dashboard` opens: a study each. Lists as values are JSON there. */
export function optunaJournal(searches: readonly NamedSearch[]): string {
  const lines = searches.flatMap(({ name, definition, trials }, study) => [
    {
      op_code: CREATE_STUDY,
      worker_id: "affekt",
      study_name: name,
      directions: Object.values(definition.objectives).map((direction) => DIRECTIONS[direction]),
    },
    ...trials.map((trial) => ({
      op_code: CREATE_TRIAL,
      worker_id: "affekt",
      study_id: study,
      ...trialRecord(trial, definition),
    })),
  ]);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function trialRecord(
  { state, params, values, reports, started, ended, error, seed }: Trial,
  { space, objectives }: StoredStudy["definition"],
): object {
  const all = values && Object.keys(objectives).map((name) => values[name]!);
  const isSingle = all?.length === 1;
  const active = Object.entries(space).filter(([name]) => Object.hasOwn(params, name));
  return {
    state: STATES[state],
    value: isSingle ? all[0] : null,
    values: isSingle ? null : (all ?? null),
    datetime_start: started,
    ...(ended !== undefined && STATES[state] !== 0 && { datetime_complete: ended }),
    distributions: Object.fromEntries(active.map(([name, own]) => [name, distribution(own)])),
    params: Object.fromEntries(active.map(([name, own]) => [name, numberOf(own, params[name]!)])),
    user_attrs: { seed, ...values, ...(error && { error: error.message }) },
    system_attrs: {},
    intermediate_values: Object.fromEntries(
      reports.filter(({ value }) => Number.isFinite(value)).map(({ step, value }) => [step, value]),
    ),
  };
}

/** A dimension as Optuna's `distribution_to_json` writes it. */
function distribution(dimension: CompleteDimension): string {
  if (dimension.type === "categorical") {
    const attributes = { choices: dimension.choices.map(plain) };
    return JSON.stringify({ name: "CategoricalDistribution", attributes });
  }
  const { type, low, high, log, step = null } = dimension;
  const name = type === "int" ? "IntDistribution" : "FloatDistribution";
  return JSON.stringify({ name, attributes: { step, low, high, log } });
}

function plain(value: Value): Value {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

import { Random } from "../math/statistics/random.ts";
import type { Limit } from "../parallel/limit.ts";
import type { Pool } from "../parallel/pool.ts";
import { ATTEMPTS, WorkerEndedError } from "../parallel/worker-ended.ts";
import { createStudy } from "../tuning/create-study.ts";
import type { ActiveTrial, Objective } from "../tuning/optimize.ts";
import { lossOf } from "../tuning/pruners/pruner.ts";
import type { Outcome, Study } from "../tuning/study.ts";
import type { Trial } from "../tuning/trial.ts";
import type { ModelSpace, TrialModel } from "./model-space.ts";
import { levelsOf, type SearchSettings } from "./search-settings.ts";
import { keepPredictions, type SearchStore } from "./search-store.ts";
import type { TrialInput, TrialState } from "./trial-input.ts";
import type { TrialJobs, TrialOutput } from "./trial-job.ts";

/** Options of `innerSearch`. */
export interface InnerSearchOptions {
  readonly space: ModelSpace;
  readonly settings: SearchSettings;
  /** Its name; each one draws other parameters. */
  readonly name: string;
  readonly store: SearchStore;
  readonly pool: Pool<TrialJobs>;
  /** The rows and folds of a trial. */
  readonly inputOf: (
    model: TrialModel,
  ) => Pick<TrialInput, "rows" | "copies" | "folds" | "speakers">;
  readonly trials: number;
  readonly seconds?: number | undefined;
  readonly concurrency: number | Limit;
  readonly onTrial?: ((trial: Trial, study: Study) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One search: trials of models on inner folds, the models without a search first. One that the store has continues.
 * @throws {AffektError} `mismatch` where the store has another search; `interrupted`; `cannot-write`.
 */
export async function innerSearch(options: InnerSearchOptions): Promise<Study> {
  const { name, space, settings, store, trials, seconds, concurrency, signal, onTrial } = options;
  const seed = Random.of(settings.seed, `search ${name}`, 0).uint32();
  const { sampler, pruner, objectives, constraints } = settings;
  const study = await createStudy({
    sampler,
    pruner,
    objectives,
    constraints,
    seed,
    space: space.space,
    store: store.search(name),
  });
  for (const { params } of space.untuned.slice(study.trials.length)) {
    if (params !== undefined) study.enqueue(params);
  }
  const how = { concurrency, signal, onTrial: (trial: Trial) => onTrial?.(trial, study) };
  await study.optimize(objectiveOf(options), { ...how, trials, seconds });
  const furthest = study.best === undefined ? furthestPaused(study) : undefined;
  if (furthest !== undefined) {
    study.resume(furthest.number);
    await study.optimize(objectiveOf(options, { heedsPruner: false }), {
      ...how,
      trials: study.trials.length,
    });
  }
  await study.finish();
  return study;
}

/** The best of the paused trials that got furthest. */
function furthestPaused({ trials, goals }: Study): Trial | undefined {
  const paused = trials.filter(({ state }) => state === "paused");
  const stepOf = ({ reports }: Trial): number => reports.at(-1)?.step ?? 0;
  const lossAt = ({ reports }: Trial): number => lossOf(goals, reports.at(-1)?.value ?? 0);
  return paused.toSorted((a, b) => stepOf(b) - stepOf(a) || lossAt(a) - lossAt(b))[0];
}

function objectiveOf(
  { name, space, settings, store, pool, inputOf }: InnerSearchOptions,
  { heedsPruner = true } = {},
): Objective {
  const levels = levelsOf(settings.pruner);
  return async (trial) => {
    const model = space.modelOf(trial.params);
    let state = trial.checkpoint as TrialState | undefined;
    let attempt = 1;
    const work = async (): Promise<Outcome | undefined> => {
      const input: TrialInput = {
        ...inputOf(model),
        spec: model.spec,
        seed: settings.seed,
        levels,
        state,
      };
      const items = pool.stream("trial", input, { signal: trial.signal });
      for (;;) {
        const { done, value } = await items.next();
        if (done === true) {
          keepPredictions(store, { search: name, number: trial.number }, value.predictions);
          return outcomeOf(value, model);
        }
        state = value.state;
        attempt = 1;
        if (value.worker !== undefined) await trial.assign(value.worker);
        // a stage that runs again repeats its reports, which are ignored; a state without them would lose them
        const goesOn = await reportAll(trial, value.reports);
        await trial.keep(state);
        if (goesOn || value.isLast || !heedsPruner) continue;
        await items.return(undefined as never);
        return undefined;
      }
    };
    for (;;) {
      try {
        return await work();
      } catch (error) {
        // another worker goes on from the last state
        if (!(error instanceof WorkerEndedError) || attempt++ === ATTEMPTS) throw error;
      }
    }
  };
}

/** Reports values until one ends the trial; whether none did. */
async function reportAll(trial: ActiveTrial, reports: Trial["reports"]): Promise<boolean> {
  for (const { step, value } of reports) {
    if ((await trial.report(step, value)) !== "continue") return false;
  }
  return true;
}

function outcomeOf(
  { uar, parameters, trainingSeconds, predictionSeconds }: TrialOutput,
  { model, set }: TrialModel,
): Outcome {
  return {
    values: { uar, parameters, bytes: 4 * parameters, predictionSeconds },
    details: { model, set, trainingSeconds },
  };
}

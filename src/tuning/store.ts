import type { PrunerSettings } from "./pruners/pruners.ts";
import type { SamplerSettings } from "./samplers/samplers.ts";
import type { Goals } from "./goals.ts";
import type { CompleteSpace } from "./space/space.ts";
import type { Trial, TrialReport } from "./trial.ts";

/** The definition of a study, as plain data. */
export interface StudyDefinition extends Goals {
  readonly space: CompleteSpace;
  readonly seed: number;
  /** `custom` for one that is code. */
  readonly sampler: SamplerSettings | "custom";
  readonly pruner: PrunerSettings | "custom";
}

/** A study as a store keeps it. */
export interface StoredStudy {
  readonly definition: StudyDefinition;
  /** In the order of their numbers. */
  readonly trials: readonly Trial[];
}

type Awaitable<T> = T | Promise<T>;

/**
 * A store of a study, with one writer at a time. Data is stored durably when a method returns or its promise resolves.
 */
export interface StudyStore {
  /** The study; undefined if there is none yet. */
  load(): Awaitable<StoredStudy | undefined>;
  create(definition: StudyDefinition): Awaitable<void>;
  /** Keeps a trial without its reports, in place of the one of its number. */
  saveTrial(trial: Trial): Awaitable<void>;
  saveReport(number: number, report: TrialReport): Awaitable<void>;
  /** Stores the checkpoint of a trial and replaces the previous one; `undefined` removes it. It is structured-cloneable. */
  saveCheckpoint(number: number, checkpoint: unknown): Awaitable<void>;
  loadCheckpoint(number: number): Awaitable<unknown>;
}

/** Keeps a study in memory. */
export function memoryStore(): StudyStore {
  const checkpoints = new Map<number, unknown>();
  return {
    load: () => undefined,
    create: () => {},
    saveTrial: () => {},
    saveReport: () => {},
    saveCheckpoint(number, checkpoint) {
      if (checkpoint === undefined) checkpoints.delete(number);
      else checkpoints.set(number, checkpoint);
    },
    loadCheckpoint: (number) => checkpoints.get(number),
  };
}

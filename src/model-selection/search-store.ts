import { memoryStore, type StudyStore } from "../tuning/store.ts";
import type { FoldPredictions } from "./trial-input.ts";

/** Keeps the searches of a study and the outputs of its tests. */
export interface SearchStore {
  search(name: string): StudyStore;
  /** The value stored under a name, if any. */
  output(name: string): unknown;
  /** Keeps an output, which is structured-cloneable. */
  saveOutput(name: string, output: unknown): void;
}

/** Keeps a study in memory. */
export function memorySearchStore(): SearchStore {
  const outputs = new Map<string, unknown>();
  return {
    search: () => memoryStore(),
    output: (name) => outputs.get(name),
    saveOutput: (name, output) => void outputs.set(name, output),
  };
}

/** A trial of one of the searches. */
export interface TrialPlace {
  readonly search: string;
  readonly number: number;
}

/** Keeps the predictions of a complete trial for the clips of its inner folds, from which ensembles are chosen. */
export function keepPredictions(
  store: SearchStore,
  place: TrialPlace,
  predictions: readonly FoldPredictions[],
): void {
  store.saveOutput(nameOf(place), predictions);
}

/** The predictions of a complete trial. */
export function predictionsOf(
  store: SearchStore,
  place: TrialPlace,
): readonly FoldPredictions[] | undefined {
  return store.output(nameOf(place)) as readonly FoldPredictions[] | undefined;
}

function nameOf({ search, number }: TrialPlace): string {
  return JSON.stringify(["predictions", search, number]);
}

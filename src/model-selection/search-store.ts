import { memoryStore, type StudyStore } from "../tuning/store.ts";

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

/** What came of one epoch. */
export type EpochOutcome = EpochDone | "interrupted" | { readonly divergedIn: Divergence };

/** An epoch that went well. */
export interface EpochDone {
  /** The mean loss over the epoch's batches, penalties included. */
  readonly loss: number;
  /** The learning rate of its last step, where there is one. */
  readonly learningRate?: number;
  /** Nothing is left to do. */
  readonly converged?: true;
}

/** Where a loss or a parameter was no longer finite. */
export interface Divergence {
  /** From 1. */
  readonly batch: number;
  readonly batches: number;
  readonly loss: number;
  /** What probably led to it and what to do. */
  readonly cause: string;
}

/** What a solver carries from epoch to epoch: numbers and vectors by name; structured-cloneable. */
export interface SolverState {
  readonly numbers: Readonly<Record<string, number>>;
  readonly vectors: Readonly<Record<string, Float32Array | Float64Array>>;
}

/** A way to make a loss small, epoch by epoch. */
export interface Solver {
  /** Goes through one epoch, from 1. */
  run(epoch: number): Promise<EpochOutcome>;
  /** The parameters to be used: a view that the next epoch overwrites or leaves behind. */
  readonly parameters: Float32Array;
  /** Takes what is watched after an epoch; better when lower. */
  endEpoch(watched: number): void;
  /** Called where training would stop; true where it shall go on at a lower learning rate. */
  lower(): boolean;
  /** Copies of what it carries. */
  state(): SolverState;
  /** Frees its memory. */
  release(): Promise<void>;
}

/** The outcome of one epoch. */
export type EpochOutcome = EpochDone | "interrupted" | { readonly divergedIn: Divergence };

/** An epoch whose loss and parameters are finite. */
export interface EpochDone {
  /** The mean loss over the epoch's batches, penalties included. */
  readonly loss: number;
  /** The learning rate of its last step. Absent where there are no steps. */
  readonly learningRate?: number;
  /** Whether all epochs are done. */
  readonly converged?: true;
}

/** The place where a loss or a parameter was not finite. */
export interface Divergence {
  /** From 1. */
  readonly batch: number;
  readonly batches: number;
  readonly loss: number;
  /** The probable cause, with a remedy. */
  readonly cause: string;
}

/** The state of a solver between two epochs: numbers and vectors by name. Structured-cloneable. */
export interface SolverState {
  readonly numbers: Readonly<Record<string, number>>;
  readonly vectors: Readonly<Record<string, Float32Array | Float64Array>>;
}

/** A method that minimises a loss, epoch by epoch. */
export interface Solver {
  /** Runs an epoch; they are numbered from 1. */
  run(epoch: number): Promise<EpochOutcome>;
  /** The parameters, as a view that the next epoch overwrites or leaves behind. */
  readonly parameters: Float32Array;
  /** Takes the monitored value after an epoch. Lower is better. */
  endEpoch(monitored: number): void;
  /** Called when training would stop. True when it is to continue at a lower rate. */
  reduceLearningRate(): boolean;
  /** A copy of the state. */
  state(): SolverState;
  /** Frees its memory. */
  release(): Promise<void>;
}

import type { Network } from "../network/network.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import type { CompleteFitSettings, FitSettings } from "./fit-settings.ts";
import type { SolverState } from "./solvers/solver.ts";
import type { StoppingState } from "./stopping-rule.ts";
import type { TrainingRows } from "./training-rows.ts";

/** The quality of a network on rows that it does not learn from. */
export interface Validation {
  /** Higher is better. */
  readonly score: number;
  /** Mean loss. */
  readonly loss: number;
}

/** The result of an epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** The maximum number of epochs. */
  readonly epochs: number;
  /** The mean loss over the epoch's batches, penalties included. */
  readonly loss: number;
  /** Of its last step. Absent for L-BFGS. */
  readonly learningRate?: number;
  readonly validationScore?: number;
  readonly validationLoss?: number;
}

/** The whole state of a training between two epochs, for resuming. Structured-cloneable. */
export interface TrainingState {
  /** The number of epochs done. */
  readonly epoch: number;
  /** Whether all epochs are done. */
  readonly finished: boolean;
  readonly solver: SolverState;
  readonly stopping?: StoppingState;
  /** The best epoch on the validation rows. */
  readonly best?: BestEpoch;
  readonly history: readonly Epoch[];
  /** Of an ensemble: the results of the members that are trained, in their order. The rest of the state is the next member's. */
  readonly members?: readonly FitResult[];
}

/** The best epoch so far. */
export interface BestEpoch {
  readonly epoch: number;
  /** The monitored value. Lower is better. */
  readonly monitored: number;
  readonly parameters: Float32Array;
}

/** Callbacks and controls of a training. */
export interface TrainingControl {
  /** Called after each epoch and awaited. `"stop"` ends the training, which keeps its result. */
  readonly onEpoch?: ((epoch: Epoch) => unknown) | undefined;
  /** Called after each epoch and awaited, with a function that takes the state to resume from. It copies; call it before the next epoch. */
  readonly onState?: ((take: () => TrainingState) => void | Promise<void>) | undefined;
  /** The state to resume from, in place of initial parameters. */
  readonly resume?: TrainingState | undefined;
  /** Aborting ends the training before the next batch with the error `interrupted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `fit`. */
export interface FitOptions extends TrainingRows, TrainingControl {
  readonly network: Network;
  readonly settings: FitSettings;
  /** Starting values of all parameters. */
  readonly initial: Float32Array;
  /** Seed of the order of the rows, of mixup, masks and dropout. */
  readonly seed: number;
  readonly runtime: Runtime;
  /** Threads inside an operator; default 1. */
  readonly threads?: number | undefined;
  /** Measures the network after each epoch. The parameters of the best epoch are kept. */
  readonly validate?: (parameters: Float32Array) => Promise<Validation>;
}

/** Options of a solver: those of `fit` with complete settings. */
export interface SolverOptions extends FitOptions {
  readonly settings: CompleteFitSettings;
}

/** The result of a training. */
export interface FitResult {
  readonly parameters: Float32Array;
  readonly history: readonly Epoch[];
  /** The epoch after which the parameters were taken. */
  readonly bestEpoch: number;
  /** Whether the training was interrupted. */
  readonly interrupted: boolean;
}

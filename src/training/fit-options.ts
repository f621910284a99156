import type { LossSettings } from "../network/graphs/losses.ts";
import type { Network } from "../network/network.ts";
import type { OptimizerSettings } from "../network/graphs/optimizers.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import type { LbfgsTolerance } from "./solvers/lbfgs.ts";
import type { SolverState } from "./solvers/solver.ts";
import type { StoppingState } from "./stopping-rule.ts";
import type { ClosedFormSettings } from "./solvers/closed-form.ts";
import type { TrainingRows } from "./training-rows.ts";
import type { TrainingSettings } from "./training-settings.ts";

/** How good a network is on rows that it does not learn from. */
export interface Validation {
  /** Higher is better. */
  readonly score: number;
  /** Mean loss. */
  readonly loss: number;
}

/** What is known after an epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** The most that there will be. */
  readonly epochs: number;
  /** The mean loss over the epoch's batches, penalties included. */
  readonly loss: number;
  /** Of its last step; absent for L-BFGS. */
  readonly learningRate?: number;
  readonly validationScore?: number;
  readonly validationLoss?: number;
}

/** The minimiser behind scikit-learn's `lbfgs`: on all rows at once, one iteration an epoch; batch size and learning rate are not used. */
export interface LbfgsSettings extends LbfgsTolerance {
  readonly name: "lbfgs";
  /** The most evaluations of the loss. */
  readonly maxFun: number;
}

/** How a network is trained. */
export interface FitSettings extends Omit<TrainingSettings, "classWeight" | "optimizer" | "loss"> {
  /** Default: categorical cross-entropy. */
  readonly loss?: LossSettings;
  readonly optimizer?: OptimizerSettings | LbfgsSettings | ClosedFormSettings;
  /** scikit-learn's L2 penalty: adds alpha / 2 Σw² over all kernels, divided by the weight of the batch, to the loss; default 0. */
  readonly alpha?: number;
  /** Whether losses are divided by the sum of a batch's weights, as scikit-learn does, or by its count of rows, as Keras does; default false. */
  readonly dividesByWeights?: boolean;
}

/** All that a training is made of between two epochs; structured-cloneable. */
export interface TrainingState {
  /** Epochs done. */
  readonly epoch: number;
  /** Nothing is left to do. */
  readonly finished: boolean;
  readonly solver: SolverState;
  readonly stopping?: StoppingState;
  /** The epoch that was best on the validation rows. */
  readonly best?: BestEpoch;
  readonly history: readonly Epoch[];
  /** Of an ensemble: its members that are trained already, in their order; all else is of the next one. */
  readonly members?: readonly FitResult[];
}

/** The parameters of the best epoch so far. */
export interface BestEpoch {
  readonly epoch: number;
  /** What was watched; better when lower. */
  readonly watched: number;
  readonly parameters: Float32Array;
}

/** What a training takes. */
export interface FitOptions extends FitSettings, TrainingRows {
  readonly runtime: Runtime;
  /** Threads inside an operator; default 1. */
  readonly threads?: number | undefined;
  readonly network: Network;
  /** Starting values of all parameters. */
  readonly initial: Float32Array;
  /** Of the order of the rows, of mixup and of dropout. */
  readonly seed: number;
  /** Measures the network after each epoch; the parameters of the best epoch are kept. */
  readonly validate?: (parameters: Float32Array) => Promise<Validation>;
  /** Called after each epoch, awaited; where it gives `"stop"`, it ends the training with what it has. */
  readonly onEpoch?: ((epoch: Epoch) => unknown) | undefined;
  /** Goes on from there instead of from `initial`. */
  readonly resume?: TrainingState | undefined;
  /** Called after each epoch, awaited, with a state of its own to resume from. */
  readonly onState?: ((state: TrainingState) => void | Promise<void>) | undefined;
  /** Ends the training before the next batch, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/** What a training takes once all that may be left out is filled in. */
export type SolverOptions = FitOptions &
  Required<
    Pick<
      FitOptions,
      | "loss"
      | "optimizer"
      | "schedule"
      | "shuffle"
      | "mixup"
      | "l1"
      | "l2"
      | "alpha"
      | "emaMomentum"
      | "dividesByWeights"
    >
  >;

/** What a training gives. */
export interface FitResult {
  readonly parameters: Float32Array;
  readonly history: readonly Epoch[];
  /** The epoch after which the parameters were taken; where interrupted, the last one may be in part. */
  readonly bestEpoch: number;
  readonly interrupted: boolean;
}

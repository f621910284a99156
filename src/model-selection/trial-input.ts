import type { AugmentedClips } from "../datasets/labelled-clips.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import type { LabelledRows } from "../models/labelled-rows.ts";
import type { ModelSpec } from "../models/model-spec.ts";
import type { Fold } from "../splits/folds.ts";
import type { TrainingState } from "../training/fit-options.ts";

/** The parts of an inner fold that a trial needs. */
export type TrialFold = Pick<Fold, "train" | "augmented" | "validation" | "test">;

/** The input of the job `trial`. */
export interface TrialInput {
  readonly spec: ModelSpec;
  /** All clips. Those that no inner fold has are without their labels. */
  readonly rows: LabelledRows;
  readonly copies?: Pick<AugmentedClips, "X" | "sources"> | undefined;
  readonly folds: readonly TrialFold[];
  /** The speaker of each clip. */
  readonly speakers: readonly string[];
  readonly seed: number;
  /**
   * The epochs at which all folds are scored, ascending: a report each. By default folds are trained one after another, and each speaker that
   * a fold tests is a report.
   */
  readonly levels?: readonly number[] | undefined;
  /** Goes on from here. */
  readonly state?: TrialState | undefined;
}

/** The progress of a trial. Structured-cloneable. */
export interface TrialState {
  /** The number of stages that are done. */
  readonly stage: number;
  readonly folds: readonly FoldProgress[];
}

/** The predictions of a model for the clips that an inner fold tests. Structured-cloneable. */
export interface FoldPredictions {
  /** The emotions of the fold's training clips, sorted. */
  readonly labels: readonly string[];
  /** [clips, labels] */
  readonly probabilities: Matrix;
}

/** The progress of a trial on one inner fold. Structured-cloneable. */
export interface FoldProgress {
  /** The state to resume the training from; absent before and after the training. */
  readonly training?: TrainingState;
  readonly isFinished?: boolean;
  readonly predicted?: FoldPredictions;
  readonly parameters?: number;
  readonly trainingSeconds?: number;
  readonly predictionSeconds?: number;
}

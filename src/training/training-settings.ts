import type { SpecAugmentSettings } from "../augmentation/spec-augment.ts";
import type { ClippingSettings } from "../network/graphs/gradient-clipping.ts";
import type { ClassificationLoss } from "../network/graphs/losses.ts";
import type { OptimizerSettings } from "../network/graphs/optimizers.ts";
import type { ScheduleSettings } from "./schedules.ts";

/** What can be added to any recipe; plain data, each off unless set. */
export interface ExtraSettings extends ClippingSettings {
  /** Default: categorical cross-entropy. */
  readonly loss?: ClassificationLoss;
  /** How much each class counts: by label, or `balanced`: rows / (classes · rows of the class), as scikit-learn computes it. */
  readonly classWeight?: ClassWeight;
  /** Alpha of mixup (Zhang et al. 2018), from 0; default 0, none. */
  readonly mixup?: number;
  /** Masks in sequences of frames, other ones in each epoch (Park et al. 2019); default none. */
  readonly specAugment?: SpecAugmentSettings;
  /** The share of the old value in a moving average of the parameters, which is what is validated and kept: Keras' `ema_momentum`, in [0, 1). */
  readonly emaMomentum?: number;
  /** What decides on the best epoch, on stopping and on a plateau: the score, where there are validation rows, or the loss (theirs, where there are any); default `score`. */
  readonly monitor?: "score" | "loss";
}

/** Weights of classes. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;

/** How a network is trained, in Keras' words; plain data. */
export interface TrainingSettings extends ExtraSettings {
  /** The most epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Default: Adam. */
  readonly optimizer?: OptimizerSettings;
  /** Default: constant. */
  readonly schedule?: ScheduleSettings;
  /** A new order of the rows in each epoch; default true. */
  readonly shuffle?: boolean;
  /** Adds l1 Σ|w| over all kernels to the loss; default 0. */
  readonly l1?: number;
  /** Adds l2 Σw² over all kernels to the loss; default 0. */
  readonly l2?: number;
  /** The most epochs in a row without improvement, of the validation rows where there are any; default 10 with them, else no end before the last epoch. */
  readonly patience?: number;
  /** What counts as an improvement; default 1e-4. */
  readonly minDelta?: number;
}

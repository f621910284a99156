import * as v from "valibot";
import { CROPS } from "../augmentation/crops.ts";
import { SPEC_AUGMENT } from "../augmentation/spec-augment.ts";
import { CLIPPING } from "../network/graphs/gradient-clipping.ts";
import { CLASSIFICATION_LOSSES } from "../network/graphs/losses.ts";
import { OPTIMIZERS, type OptimizerSettings } from "../network/graphs/optimizers.ts";
import {
  choice,
  described,
  flag,
  integer,
  number,
  optional,
  variants,
  withDefault,
} from "../options/schema.ts";
import { SCHEDULES, type ScheduleSettings } from "./schedules.ts";

/** Weights of classes: `balanced` is rows / (classes · rows of the class), as scikit-learn computes it. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;

/** `classWeight` of any kind of model. */
export const CLASS_WEIGHT = described<ClassWeight>(
  v.custom<ClassWeight>(isClassWeight),
  { text: "weight of each class in the loss" },
  "balanced or a number from 0 for each label",
);

function isClassWeight(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === "balanced";
  return Object.values(value).every((weight) => Number.isFinite(weight) && weight >= 0);
}

/** Settings that can be added to any training by descent. Each is off by default. */
export const EXTRA_SETTINGS = {
  loss: withDefault(variants("name", CLASSIFICATION_LOSSES), { name: "categoricalCrossentropy" }),
  classWeight: optional(CLASS_WEIGHT),
  /** Zhang et al. 2018, https://arxiv.org/abs/1710.09412 */
  mixup: withDefault(number({ min: 0, text: "alpha of mixup; 0.2 is a usual strength" }), 0),
  specAugment: v.optional(SPEC_AUGMENT),
  emaMomentum: withDefault(
    number({
      min: 0,
      below: 1,
      text: "share of the old value in a moving average of the parameters, which is validated and kept",
    }),
    0,
  ),
  monitor: withDefault(
    choice(["score", "loss"], {
      text: "what the best epoch, early stopping and plateaus go by on validation rows; the training loss without them",
    }),
    "score",
  ),
  ...CLIPPING,
};

/** Defaults that differ between kinds of models. */
interface TrainingDefaults {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerSettings;
  readonly schedule: ScheduleSettings;
}

/** The most epochs, iterations and rows in a batch: more than any training takes. */
const MOST = 2 ** 31;

/** The settings of a training, in Keras' words. */
export const TRAINING_SETTINGS = {
  epochs: integer({ min: 1, max: MOST, text: "maximum number of epochs" }),
  batchSize: integer({ min: 1, max: MOST, text: "rows in a batch" }),
  learningRate: number({ above: 0, text: "step size" }),
  optimizer: variants("name", OPTIMIZERS),
  schedule: variants("name", SCHEDULES),
  shuffle: withDefault(flag({ text: "a new order of the rows in each epoch" }), true),
  l1: withDefault(number({ min: 0, text: "factor of Σ|w| over all kernels in the loss" }), 0),
  l2: withDefault(number({ min: 0, text: "factor of Σw² over all kernels in the loss" }), 0),
  patience: optional(
    integer({
      min: 0,
      text: "epochs in a row without improvement before training ends; by default 10 with validation rows, else no limit",
    }),
  ),
  minDelta: withDefault(number({ min: 0, text: "smallest improvement that counts" }), 1e-4),
  /** Training on random crops of sequences, new ones in each epoch. Predictions are averages over several crops. */
  crops: v.optional(CROPS),
  ...EXTRA_SETTINGS,
};

/** `TRAINING_SETTINGS` with the defaults of a kind of model. */
export function trainingSettings(defaults: TrainingDefaults) {
  const { epochs, batchSize, learningRate, optimizer, schedule, ...others } = TRAINING_SETTINGS;
  return {
    epochs: withDefault(epochs, defaults.epochs),
    batchSize: withDefault(batchSize, defaults.batchSize),
    learningRate: withDefault(learningRate, defaults.learningRate),
    optimizer: withDefault(optimizer, defaults.optimizer),
    schedule: withDefault(schedule, defaults.schedule),
    ...others,
  };
}

type TrainingGroup = v.StrictObjectSchema<ReturnType<typeof trainingSettings>, undefined>;

/** Settings of a training, with Keras' names. */
export type TrainingSettings = Readonly<v.InferInput<TrainingGroup>>;

/** Complete settings of a training. */
export type CompleteTrainingSettings = Readonly<v.InferOutput<TrainingGroup>>;

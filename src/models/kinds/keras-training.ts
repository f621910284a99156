import type { FitSettings } from "../../training/fit-settings.ts";
import {
  type CompleteTrainingSettings,
  TRAINING_SETTINGS,
} from "../../training/training-settings.ts";

/** The own settings of kinds whose training is described in Keras' words, for the common ones. */
export const KERAS_COMMON = {
  epochs: "epochs",
  batchSize: "batchSize",
  learningRate: "learningRate",
  patience: "patience",
  classWeight: "classWeight",
  labelSmoothing: "loss.labelSmoothing",
  mixup: "mixup",
  specAugment: "specAugment",
} as const;

/** The settings of `fit` for a training in Keras' words. A batch is no larger than the data. */
export function kerasTraining(settings: CompleteTrainingSettings, rows: number): FitSettings {
  const { classWeight: _, ...own } = Object.fromEntries(
    Object.entries(settings).filter(([name]) => Object.hasOwn(TRAINING_SETTINGS, name)),
  ) as unknown as CompleteTrainingSettings;
  return { ...own, batchSize: Math.min(settings.batchSize, rows) };
}

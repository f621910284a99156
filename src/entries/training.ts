/**
 * Training of models.
 *
 * @module affekt/training
 */

import "#default-runtime";

export type { Epoch, TrainingState } from "../training/fit-options.ts";
export type { ScheduleSettings } from "../training/schedules.ts";
export { TrainingError } from "../training/training-error.ts";
export type { ClassWeight, TrainingSettings } from "../training/training-settings.ts";
export { trainModel, type TrainModelOptions } from "../models/training/train-model.ts";
export type { TrainedNetwork } from "../models/training/train-on-rows.ts";

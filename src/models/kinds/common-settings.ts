import type * as v from "valibot";
import { group, integer, number, optional } from "../../options/schema.ts";
import { EXTRA_SETTINGS, TRAINING_SETTINGS } from "../../training/training-settings.ts";

const { epochs, batchSize, learningRate } = TRAINING_SETTINGS;
const { classWeight, specAugment } = EXTRA_SETTINGS;

/** The settings that users change most often, by one name for all kinds of models. A model without such a setting ignores it. */
export const COMMON_SETTINGS = group({
  epochs: optional(epochs),
  batchSize: optional(batchSize),
  learningRate: optional(learningRate),
  patience: optional(
    integer({ min: 1, text: "epochs in a row without improvement before training ends" }),
  ),
  classWeight,
  labelSmoothing: optional(
    number({ min: 0, below: 1, text: "share of each label that is spread over all classes" }),
  ),
  mixup: optional(number({ min: 0, text: "alpha of mixup; 0.2 is a usual strength" })),
  specAugment,
});

/** Settings that all kinds of models have in common. */
export type CommonSettings = Readonly<v.InferInput<typeof COMMON_SETTINGS>>;

/** The name of a common setting. */
export type CommonSettingName = keyof typeof COMMON_SETTINGS.entries;

/** The names of all common settings. */
export const COMMON_SETTING_NAMES = Object.keys(
  COMMON_SETTINGS.entries,
) as readonly CommonSettingName[];

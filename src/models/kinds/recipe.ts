import type { FitSettings } from "../../training/fit-options.ts";
import type { ClassWeight, TrainingSettings } from "../../training/training-settings.ts";

/** How a network is trained: what `fit` takes apart from network, data and callbacks. */
export interface Recipe extends FitSettings {
  readonly classWeight?: ClassWeight;
}

/** How a model is trained whose settings are in Keras' words: as they say, a batch no larger than the data. */
export function kerasRecipe(settings: TrainingSettings, rows: number): Recipe {
  return { ...settings, batchSize: Math.min(settings.batchSize, rows) };
}

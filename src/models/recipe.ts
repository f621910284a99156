import type { FitSettings } from "../training/fit-options.ts";
import type { ClassWeight } from "../training/training-settings.ts";

/** How a network is trained: what `fit` takes apart from network, data and callbacks. */
export interface Recipe extends FitSettings {
  readonly classWeight?: ClassWeight;
}

import type { RuntimeSource } from "../network/runtime.ts";
import { CNN_DEFAULTS, type CnnSettings } from "./cnn-settings.ts";
import { NetworkClassifier } from "./network-classifier.ts";

/** Options of `CnnClassifier`: settings that differ from the defaults, and what runs it. */
export interface CnnOptions extends Partial<CnnSettings> {
  readonly runtime: RuntimeSource;
  /** Default 0. */
  readonly randomState?: number;
}

/** A convolutional network over rows of features, as the well-known recipes write it in Keras. */
export class CnnClassifier extends NetworkClassifier {
  constructor({ runtime, randomState = 0, ...settings }: CnnOptions) {
    super({ kind: "cnn", settings: { ...CNN_DEFAULTS, ...settings } }, randomState, runtime);
  }
}

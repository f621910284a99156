import { type Rows, toMatrix } from "../../math/matrix.ts";
import type { RuntimeSource } from "../../network/runtime/runtime.ts";
import { CNN_DEFAULTS, type CnnSettings } from "../kinds/cnn-settings.ts";
import { distinctLabels } from "../labels.ts";
import { type ClassifierFitOptions, NetworkClassifier } from "./network-classifier.ts";

/** What Keras gives to `fit`, not to the model. */
type FitSetting = "epochs" | "batchSize" | "shuffle" | "classWeight";

/** Options of `CnnClassifier`: what its network looks like and is compiled with in Keras' words, and what runs it. */
export interface CnnOptions extends Partial<Omit<CnnSettings, FitSetting>> {
  readonly runtime: RuntimeSource;
  /** Default 0. */
  readonly randomState?: number;
}

/** Options of `CnnClassifier.fit`, as Keras' `fit` has them. */
export interface CnnFitOptions
  extends ClassifierFitOptions, Partial<Pick<CnnSettings, FitSetting>> {}

/** A convolutional network over rows of features, as the well-known recipes write it in Keras. */
export class CnnClassifier extends NetworkClassifier {
  readonly #options: CnnOptions;

  constructor(options: CnnOptions) {
    super("CnnClassifier", options.runtime);
    this.#options = options;
  }

  /** Learns from rows and their labels, from the beginning. Errors: `bad-data`, `invalid-argument`, `diverged`. */
  async fit(rows: Rows, y: readonly string[], options: CnnFitOptions = {}): Promise<this> {
    const { runtime: _, randomState: seed = 0, ...compiled } = this.#options;
    const { validation, sampleWeight, onEpoch, signal, ...fitted } = options;
    await this.learn({
      model: { kind: "cnn", settings: { ...CNN_DEFAULTS, ...compiled, ...fitted } },
      X: toMatrix(rows),
      y,
      labels: distinctLabels(y),
      validation: validation && { ...validation, X: toMatrix(validation.X) },
      sampleWeight,
      seed,
      onEpoch,
      signal,
    });
    return this;
  }
}

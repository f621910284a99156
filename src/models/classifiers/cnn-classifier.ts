import type * as v from "valibot";
import { type Rows, toMatrix } from "../../math/linear-algebra/matrix.ts";
import { complete } from "../../options/check.ts";
import { group } from "../../options/schema.ts";
import { cnn } from "../kinds/cnn.ts";
import type { SettingsOf } from "../kinds/model-kinds.ts";
import { distinctLabels } from "../labels.ts";
import { modelSpec } from "../model-spec.ts";
import {
  Classifier,
  CLASSIFIER_OPTIONS,
  type ClassifierFitOptions,
  type ClassifierOptions,
  FIT_OPTIONS,
} from "./classifier.ts";

const { epochs, batchSize, shuffle, classWeight, ...COMPILED } = cnn.settings.entries;

const OPTIONS = group({ ...COMPILED, ...CLASSIFIER_OPTIONS });
const FIT = group({ ...FIT_OPTIONS, epochs, batchSize, shuffle, classWeight });

/** Options of Keras' `fit` that are settings of the model here. */
type FitSetting = "epochs" | "batchSize" | "shuffle" | "classWeight";

/** Options of `CnnClassifier`: its network and what Keras gives to `compile`. */
export interface CnnOptions
  extends Omit<SettingsOf<"cnn">, FitSetting>, Omit<ClassifierOptions, "model"> {}

/** Options of `CnnClassifier.fit`, those of Keras' `fit`. */
export interface CnnFitOptions extends ClassifierFitOptions, Pick<SettingsOf<"cnn">, FitSetting> {}

/** A convolutional network over rows of features, with Keras' options. */
export class CnnClassifier extends Classifier {
  readonly #compiled: v.InferOutput<v.StrictObjectSchema<typeof COMPILED, undefined>>;

  /** @throws {AffektError} `invalid-argument` for options that are unknown or out of range. */
  constructor(options: CnnOptions = {}) {
    const { seed, runtime, ...compiled } = complete(OPTIONS, options, "CnnClassifier");
    super({ model: modelSpec("cnn", compiled), seed, runtime }, "CnnClassifier");
    this.#compiled = compiled;
  }

  override async fit(X: Rows, y: readonly string[], options: CnnFitOptions = {}): Promise<this> {
    const { sampleWeight, validation, onEpoch, signal, ...fitted } = complete(
      FIT,
      options,
      "CnnClassifier.fit",
    );
    this.model = modelSpec("cnn", { ...this.#compiled, ...fitted });
    const labels = distinctLabels(y);
    await this.learn({ X: toMatrix(X), y, labels, sampleWeight, validation, onEpoch, signal });
    return this;
  }
}

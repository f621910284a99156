import * as cnn from "../models/classifiers/cnn.ts";
import * as mlp from "../models/classifiers/mlp.ts";
import { webRuntime } from "./web-runtime.ts";

/** Options of `MlpClassifier`: scikit-learn's parameters and defaults; `runtime` is the browser's by default. */
export type MlpOptions = Partial<mlp.MlpOptions>;

/** The multi-layer perceptron on the browser's runtime. */
export class MlpClassifier extends mlp.MlpClassifier {
  constructor(options: MlpOptions = {}) {
    super({ runtime: webRuntime, ...options });
  }
}

/** Options of `CnnClassifier`: settings that differ from the defaults; `runtime` is the browser's by default. */
export type CnnOptions = Partial<cnn.CnnOptions>;

/** The convolutional network on the browser's runtime. */
export class CnnClassifier extends cnn.CnnClassifier {
  constructor(options: CnnOptions = {}) {
    super({ runtime: webRuntime, ...options });
  }
}

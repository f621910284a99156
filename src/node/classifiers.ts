import * as cnn from "../models/classifiers/cnn.ts";
import * as mlp from "../models/classifiers/mlp.ts";
import { nodeRuntime } from "./native-runtime.ts";

/** Options of `MlpClassifier`: scikit-learn's parameters and defaults; `runtime` is Node's by default. */
export type MlpOptions = Partial<mlp.MlpOptions>;

/** The multi-layer perceptron on Node's runtime. */
export class MlpClassifier extends mlp.MlpClassifier {
  constructor(options: MlpOptions = {}) {
    super({ runtime: nodeRuntime, ...options });
  }
}

/** Options of `CnnClassifier`: settings that differ from the defaults; `runtime` is Node's by default. */
export type CnnOptions = Partial<cnn.CnnOptions>;

/** The convolutional network on Node's runtime. */
export class CnnClassifier extends cnn.CnnClassifier {
  constructor(options: CnnOptions = {}) {
    super({ runtime: nodeRuntime, ...options });
  }
}

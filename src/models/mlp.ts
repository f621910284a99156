import { type Rows, toMatrix } from "../math/matrix.ts";
import type { RuntimeSource } from "../network/runtime.ts";
import { holdOut } from "./hold-out.ts";
import { MLP_DEFAULTS, type MlpSettings } from "./mlp-settings.ts";
import { type ClassifierFitOptions, NetworkClassifier } from "./network-classifier.ts";

/** Options of `MlpClassifier`: scikit-learn's parameters and defaults, and what runs it. */
export interface MlpOptions extends Partial<MlpSettings> {
  readonly runtime: RuntimeSource;
  /** Default 0. */
  readonly randomState?: number;
  /** Holds a share of the rows out to find the best epoch; default false. */
  readonly earlyStopping?: boolean;
  /** The share, stratified; default 0.1. */
  readonly validationFraction?: number;
}

/**
 * A multi-layer perceptron with the parameters, defaults, start values and stopping rules of scikit-learn's MLPClassifier
 * (without `lbfgs`). With two classes there are two outputs; early stopping watches unweighted average recall, not accuracy.
 */
export class MlpClassifier extends NetworkClassifier {
  readonly #options: MlpOptions;

  constructor(options: MlpOptions) {
    const {
      runtime,
      randomState = 0,
      earlyStopping: _,
      validationFraction: __,
      ...settings
    } = options;
    super({ kind: "mlp", settings: { ...MLP_DEFAULTS, ...settings } }, randomState, runtime);
    this.#options = options;
  }

  override fit(X: Rows, y: readonly string[], options: ClassifierFitOptions = {}): Promise<this> {
    const { earlyStopping = false, validationFraction = 0.1, randomState = 0 } = this.#options;
    if (!earlyStopping) return super.fit(X, y, options);
    const { rest, held } = holdOut({ X: toMatrix(X), y }, validationFraction, randomState);
    return super.fit(rest.X, rest.y, { ...options, validation: held });
  }
}

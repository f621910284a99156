import { AffektError } from "../errors.ts";
import { type Matrix, type Rows, toMatrix } from "../math/matrix.ts";
import type { Session } from "../network/runtime.ts";
import { checkFinite } from "./finite-features.ts";
import type { ModelFeatures, ModelInfo } from "./model-info.ts";
import { runProbabilities } from "./probabilities.ts";

/** A model that is ready to predict. */
export class LoadedModel {
  readonly name: string;
  readonly info: ModelInfo;
  readonly #session: Session;

  constructor(name: string, info: ModelInfo, session: Session) {
    this.name = name;
    this.info = info;
    this.#session = session;
  }

  /** The classes, in the order of the probabilities. */
  get labels(): readonly string[] {
    return this.info.labels;
  }

  /** Errors: `mismatch` where features of another set, version or settings are to be given to the model. */
  checkFeatures({ set, hash }: Pick<ModelFeatures, "set" | "hash">): void {
    const { features } = this.info;
    if (features.hash === hash) return;
    const settings = features.set === set ? " with other settings or of another version" : "";
    throw new AffektError(
      "mismatch",
      `${this.name}: the model takes the features "${features.set}" (${features.hash}), got "${set}" (${hash})${settings}; extract the features that it takes or train a new model`,
    );
  }

  /** Probabilities [rows, classes] of raw, unscaled features [rows, columns]. Errors: `mismatch` where the count of columns differs, `bad-data` for a value that is not finite. */
  async predictProbabilities(rows: Rows): Promise<Matrix> {
    const X = toMatrix(rows);
    const { set, columns: names } = this.info.features;
    if (X.columns !== names.length) {
      throw new AffektError(
        "mismatch",
        `${this.name}: the model takes ${names.length} features ("${set}"), got ${X.columns}`,
      );
    }
    checkFinite(this.name, X);
    return runProbabilities(this.#session, X, this.labels.length);
  }

  /** Frees the model's memory. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

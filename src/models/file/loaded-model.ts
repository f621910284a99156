import { AffektError } from "../../errors.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { framesIn } from "../../features/extraction/stack-clips.ts";
import { type Matrix, type Rows, rowShape, toMatrix } from "../../math/matrix.ts";
import type { Session } from "../../network/runtime/runtime.ts";
import { checkFinite } from "../finite-features.ts";
import type { ModelInfo } from "./model-info.ts";
import { runProbabilities } from "../probabilities.ts";

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
  checkFeatures(given: FeatureSet): void {
    const { set, hash } = this.info.features;
    const found = hashOf(given);
    if (hash === found) return;
    const settings = set.name === given.name ? " with other settings or of another version" : "";
    throw new AffektError(
      "mismatch",
      `${this.name}: the model takes the features "${set.name}" (${hash}), got "${given.name}" (${found})${settings}; extract the features that it takes or train a new model`,
    );
  }

  /**
   * Probabilities [rows, classes] of raw, unscaled features [rows, columns], or of sequences of the frames that the model takes.
   * Errors: `mismatch` where the shape of a row differs, `bad-data` for a value that is not finite.
   */
  async predictProbabilities(rows: Rows): Promise<Matrix> {
    const X = toMatrix(rows);
    const { set, columns, clipSeconds } = this.info.features;
    const frames = clipSeconds === undefined ? [] : [framesIn(clipSeconds, set)];
    const taken = [...frames, columns.length].join(" × ");
    const found = rowShape(X).join(" × ");
    if (found !== taken) {
      throw new AffektError(
        "mismatch",
        `${this.name}: the model takes ${taken} features ("${set.name}"), got ${found}`,
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

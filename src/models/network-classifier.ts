import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";
import { inferenceGraph } from "../network/inference-graph.ts";
import type { Runtime, Session } from "../network/runtime.ts";
import type { Epoch, FitResult } from "../training/fit.ts";
import { checkFinite } from "./finite-features.ts";
import { distinctLabels, highestColumns } from "./labels.ts";
import { buildNetwork, type NetworkSettings } from "./network-settings.ts";
import { runProbabilities } from "./probabilities.ts";
import { type LabelledRows, trainNetwork } from "./train-network.ts";

/** Options of a classifier's `fit`. */
export interface ClassifierFitOptions {
  /** Held out: the parameters of the epoch with the best unweighted average recall on it are kept. */
  readonly validation?: LabelledRows;
  readonly onEpoch?: (epoch: Epoch) => void;
  readonly signal?: AbortSignal;
}

/** A classifier of rows of features, with scikit-learn's methods; it does not scale its features. */
export class NetworkClassifier {
  readonly #model: NetworkSettings;
  readonly #seed: number;
  readonly #runtime: Runtime;
  #fitted:
    | { labels: readonly string[]; columns: number; result: FitResult; session: Session }
    | undefined;

  constructor(model: NetworkSettings, seed: number, runtime: Runtime) {
    this.#model = model;
    this.#seed = seed;
    this.#runtime = runtime;
  }

  /** Learns from rows and their labels, from the beginning. Errors: `bad-data`, `diverged`. */
  async fit(X: Matrix, y: readonly string[], options: ClassifierFitOptions = {}): Promise<this> {
    const labels = distinctLabels(y);
    const result = await trainNetwork({
      ...options,
      model: this.#model,
      X,
      y,
      labels,
      seed: this.#seed,
      runtime: this.#runtime,
    });
    const network = buildNetwork(this.#model, X.columns, labels.length);
    const session = await this.#runtime.createSession(
      inferenceGraph({ network, parameters: result.parameters }),
    );
    await this.release();
    this.#fitted = { labels, columns: X.columns, result, session };
    return this;
  }

  /** Probabilities [rows, classes], in the order of `classes`. Errors: `mismatch` where the count of columns differs, `bad-data` for a value that is not finite. */
  async predictProbabilities(X: Matrix): Promise<Matrix> {
    const { labels, columns: expected, session } = this.#learned();
    if (X.columns !== expected) {
      throw new AffektError(
        "mismatch",
        `predict: learned from ${expected} features, got ${X.columns}`,
      );
    }
    checkFinite("predict", X);
    return runProbabilities(session, X, labels.length);
  }

  /** The most probable class of each row. */
  async predict(X: Matrix): Promise<string[]> {
    const { labels } = this.#learned();
    const winners = highestColumns(await this.predictProbabilities(X));
    return Array.from(winners, (index) => labels[index]!);
  }

  /** The classes, sorted. */
  get classes(): readonly string[] {
    return this.#learned().labels;
  }

  /** The loss of each epoch. */
  get lossCurve(): readonly number[] {
    return this.#learned().result.history.map(({ loss }) => loss);
  }

  /** The lowest loss of an epoch. */
  get bestLoss(): number {
    return Math.min(...this.lossCurve);
  }

  /** Epochs run. */
  get nIter(): number {
    return this.#learned().result.history.length;
  }

  /** Frees the memory of what was learned. */
  async release(): Promise<void> {
    await this.#fitted?.session.release();
    this.#fitted = undefined;
  }

  #learned() {
    if (this.#fitted === undefined) {
      throw new AffektError(
        "invalid-argument",
        "classifier: has learned nothing yet; call fit first",
      );
    }
    return this.#fitted;
  }
}

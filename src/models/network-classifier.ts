import { AffektError } from "../errors.ts";
import { type Matrix, type Rows, toMatrix } from "../math/matrix.ts";
import { inferenceGraph } from "../network/inference-graph.ts";
import { resolveRuntime, type RuntimeSource, type Session } from "../network/runtime.ts";
import type { Epoch, FitResult } from "../training/fit.ts";
import { checkFinite } from "./finite-features.ts";
import { distinctLabels, highestColumns } from "./labels.ts";
import { buildNetwork, type NetworkSettings } from "./network-settings.ts";
import { runProbabilities } from "./probabilities.ts";
import { trainNetwork } from "./train-network.ts";

/** Options of a classifier's `fit`. */
export interface ClassifierFitOptions {
  /** Held out: the parameters of the epoch with the best unweighted average recall on it are kept. */
  readonly validation?: { readonly X: Rows; readonly y: readonly string[] };
  readonly onEpoch?: (epoch: Epoch) => void;
  readonly signal?: AbortSignal;
}

/** A classifier of rows of features, with scikit-learn's methods; it does not scale its features. Rows are a `Matrix` or one array each. */
export class NetworkClassifier {
  readonly #model: NetworkSettings;
  readonly #seed: number;
  readonly #runtime: RuntimeSource;
  #fitted:
    | { labels: readonly string[]; columns: number; result: FitResult; session: Session }
    | undefined;

  constructor(model: NetworkSettings, seed: number, runtime: RuntimeSource) {
    this.#model = model;
    this.#seed = seed;
    this.#runtime = runtime;
  }

  /** Learns from rows and their labels, from the beginning. Errors: `bad-data`, `diverged`. */
  async fit(rows: Rows, y: readonly string[], options: ClassifierFitOptions = {}): Promise<this> {
    const { validation, ...watch } = options;
    const X = toMatrix(rows);
    const runtime = await resolveRuntime(this.#runtime);
    const labels = distinctLabels(y);
    const result = await trainNetwork({
      ...watch,
      validation: validation && { ...validation, X: toMatrix(validation.X) },
      model: this.#model,
      X,
      y,
      labels,
      seed: this.#seed,
      runtime,
    });
    const network = buildNetwork(this.#model, X.columns, labels.length);
    const session = await runtime.createSession(
      inferenceGraph({ network, parameters: result.parameters }),
    );
    await this.release();
    this.#fitted = { labels, columns: X.columns, result, session };
    return this;
  }

  /** Probabilities [rows, classes], in the order of `classes`. Errors: `mismatch` where the count of columns differs, `bad-data` for a value that is not finite. */
  async predictProbabilities(rows: Rows): Promise<Matrix> {
    const X = toMatrix(rows);
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
  async predict(X: Rows): Promise<string[]> {
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

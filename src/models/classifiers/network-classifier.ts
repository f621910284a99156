import { AffektError } from "../../errors.ts";
import { type Matrix, type Rows, rowShape, toMatrix } from "../../math/matrix.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import { SessionCache } from "../../network/runtime/session-cache.ts";
import { resolveRuntime, type RuntimeSource, type Session } from "../../network/runtime/runtime.ts";
import type { Shape } from "../../network/shape.ts";
import type { Epoch, FitOptions, TrainingState } from "../../training/fit-options.ts";
import { checkFinite } from "../finite-features.ts";
import { checkLabelled } from "../labelled-rows.ts";
import { highestColumns } from "../labels.ts";
import { buildNetwork } from "../network-settings.ts";
import { runProbabilities } from "../probabilities.ts";
import type { SingleModel } from "../kinds/model-kinds.ts";
import { type NetworkTraining, trainSingle } from "../train-single.ts";

/** Options of a classifier's `fit`. */
export interface ClassifierFitOptions extends Pick<FitOptions, "onEpoch" | "signal"> {
  /** How much each row counts; default 1 each. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Held out: the parameters of the epoch with the best score on it are kept. */
  readonly validation?: { readonly X: Rows; readonly y: readonly string[] };
}

/** What a classifier trains on and how. */
export interface LearnInput extends Omit<NetworkTraining, "runtime"> {
  readonly model: SingleModel;
  /** The same network will be trained again soon: what was compiled is kept. */
  readonly again?: boolean;
}

/** What a classifier has learned. */
interface Learned {
  readonly model: SingleModel;
  readonly labels: readonly string[];
  readonly inputShape: Shape;
  readonly parameters: Float32Array;
  /** The epochs of the last call that learned. */
  readonly history: readonly Epoch[];
  /** What learning can go on from; undefined where it ended before an epoch. */
  readonly state: TrainingState | undefined;
}

/** A classifier of rows of features, with scikit-learn's methods; it does not scale its features. Rows are a `Matrix` or one array each. */
export class NetworkClassifier {
  readonly #name: string;
  readonly #runtime: RuntimeSource;
  #learned: Learned | undefined;
  #session: Promise<Session> | undefined;
  #kept: SessionCache | undefined;

  constructor(name: string, runtime: RuntimeSource) {
    this.#name = name;
    this.#runtime = runtime;
  }

  /** Probabilities [rows, classes], in the order of `classes`. Errors: `mismatch` where the count of columns differs, `bad-data` for a value that is not finite. */
  async predictProbabilities(rows: Rows): Promise<Matrix> {
    const X = toMatrix(rows);
    const { labels } = this.learned;
    this.checkColumns(X);
    checkFinite("predict", X);
    this.#session ??= this.#compile();
    return runProbabilities(await this.#session, X, labels.length);
  }

  /** Their natural logarithms. */
  async predictLogProbabilities(X: Rows): Promise<Matrix> {
    const probabilities = await this.predictProbabilities(X);
    return { ...probabilities, data: probabilities.data.map(Math.log) };
  }

  /** The most probable class of each row. */
  async predict(X: Rows): Promise<string[]> {
    const winners = highestColumns(await this.predictProbabilities(X));
    return Array.from(winners, (index) => this.classes[index]!);
  }

  /** The share of rows, counted by their weights, whose most probable class is theirs. */
  async score(X: Rows, y: readonly string[], sampleWeight?: ArrayLike<number>): Promise<number> {
    checkLabelled("score", { X: toMatrix(X), y });
    const predicted = await this.predict(X);
    const weights = predicted.map((_, row) => sampleWeight?.[row] ?? 1);
    const right = weights.map((weight, row) => (predicted[row] === y[row] ? weight : 0));
    return sum(right) / sum(weights);
  }

  /** The classes, sorted. */
  get classes(): readonly string[] {
    return this.learned.labels;
  }

  /** What was known after each epoch of the last call that learned. */
  get history(): readonly Epoch[] {
    return this.learned.history;
  }

  /** Frees the memory of what was learned. */
  async release(): Promise<void> {
    this.#learned = undefined;
    await this.#releaseSession();
    await this.#kept?.release();
    this.#kept = undefined;
  }

  protected get learned(): Learned {
    if (this.#learned === undefined) {
      throw new AffektError(
        "invalid-argument",
        `${this.#name}: has learned nothing yet; call fit first`,
      );
    }
    return this.#learned;
  }

  protected get hasLearned(): boolean {
    return this.#learned !== undefined;
  }

  /** Errors: `mismatch` where rows have another count of features than those learned from. */
  protected checkColumns(X: Matrix): void {
    const [expected, found] = [this.learned.inputShape.join(" × "), rowShape(X).join(" × ")];
    if (found === expected) return;
    throw new AffektError(
      "mismatch",
      `${this.#name}: learned from ${expected} features, got ${found}`,
    );
  }

  /** Trains and keeps what comes of it in the place of what was learned before. */
  protected async learn({ again = false, model, ...training }: LearnInput): Promise<void> {
    const { labels, X } = training;
    let state: TrainingState | undefined;
    const runtime = await resolveRuntime(this.#runtime);
    if (again) this.#kept ??= new SessionCache(runtime);
    const { parameters, history } = await trainSingle(
      {
        ...training,
        runtime: again ? this.#kept! : runtime,
        onState: (latest) => void (state = latest),
      },
      model,
    );
    await this.#releaseSession();
    this.#learned = { model, labels, inputShape: rowShape(X), parameters, history, state };
  }

  async #releaseSession(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.release();
  }

  async #compile(): Promise<Session> {
    const { model, inputShape, labels, parameters } = this.learned;
    const network = buildNetwork(model, inputShape, labels.length);
    const runtime = await resolveRuntime(this.#runtime);
    return runtime.createSession(inferenceGraph({ network, parameters }));
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/// <reference lib="esnext.disposable" preserve="true" />
import { AffektError } from "../../errors.ts";
import { type Matrix, type Rows, rowShape, toMatrix } from "../../math/linear-algebra/matrix.ts";
import { resolveRuntime } from "../../network/runtime/default-runtime.ts";
import type { RuntimeSource } from "../../network/runtime/runtime.ts";
import { SessionCache } from "../../network/runtime/session-cache.ts";
import { complete } from "../../options/check.ts";
import { group, integer, optional, withDefault } from "../../options/schema.ts";
import type { Epoch, TrainingControl, TrainingState } from "../../training/fit-options.ts";
import { VERSION } from "../../version.ts";
import { checkFinite } from "../check-finite.ts";
import { decodeModel } from "../file/decode-model.ts";
import type { ModelFeatures } from "../file/model-features.ts";
import type { TrainedModel } from "../file/trained-model.ts";
import { Predictor } from "../inference/predictor.ts";
import { checkLabelled } from "../labelled-rows.ts";
import { argmaxRows, distinctLabels } from "../labels.ts";
import { completeSpec, type ModelSpec, nameOf } from "../model-spec.ts";
import { checkSampleWeight } from "../training/row-weights.ts";
import { trainNetwork, type TrainNetworkOptions } from "../training/train-network.ts";
import { MODEL, unchecked } from "../training/training-options.ts";
import type { TrainedNetwork } from "../training/train-on-rows.ts";

/** Options of `Classifier`. */
export interface ClassifierOptions {
  readonly model: ModelSpec;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** Default: that of the platform. */
  readonly runtime?: RuntimeSource | undefined;
}

/** Options of a classifier's `fit`. */
export interface ClassifierFitOptions extends Pick<TrainingControl, "onEpoch" | "signal"> {
  /** The weight of each row in the loss; default 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
  /** Validation rows. The parameters of the epoch with the best score on them are kept. */
  readonly validation?: { readonly X: Rows; readonly y: readonly string[] } | undefined;
}

/** Options of a classifier's `score`. */
export interface ScoreOptions {
  /** The weight of each row; default 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** Options that all classifiers have. */
export const CLASSIFIER_OPTIONS = {
  seed: withDefault(integer({ min: 0, text: "random seed" }), 0),
  runtime: optional(unchecked<RuntimeSource>()),
};

/** Options of `fit` that all classifiers have. */
export const FIT_OPTIONS = {
  sampleWeight: optional(unchecked<ArrayLike<number>>()),
  validation: optional(unchecked<ClassifierFitOptions["validation"]>()),
  onEpoch: optional(unchecked<(epoch: Epoch) => unknown>()),
  signal: optional(unchecked<AbortSignal>()),
};

const OPTIONS = group({ ...CLASSIFIER_OPTIONS, model: MODEL });
const FIT = group(FIT_OPTIONS);

/** The rows and options of a call that learns. */
export interface LearnInput extends Omit<
  TrainNetworkOptions,
  "runtime" | "spec" | "seed" | "validation"
> {
  readonly validation?: ClassifierFitOptions["validation"];
  /** The same network will be trained again soon, so compiled graphs are kept. */
  readonly again?: boolean;
}

/** A network that a classifier learned, or that was in a file. */
interface Learned extends TrainedNetwork {
  /** The state to continue from. Undefined for a network from a file. */
  readonly state?: TrainingState | undefined;
  /** Undefined for columns without names. */
  readonly features?: ModelFeatures | undefined;
}

/**
 * A classifier of rows of numbers, with scikit-learn's methods, of any kind of model. It does not scale its features. Rows are a `Matrix`
 * or one array each.
 *
 * @example
 * const classifier = new Classifier({ model: presetModel("logistic") });
 * await classifier.fit(X, y);
 * const labels = await classifier.predict(others);
 */
export class Classifier {
  readonly #name: string;
  readonly #seed: number;
  readonly #runtime: RuntimeSource | undefined;
  #spec: ModelSpec;
  #learned: Learned | undefined;
  #predictor: Promise<Predictor> | undefined;
  #cache: SessionCache | undefined;

  /** @throws {AffektError} `invalid-argument` for options and settings that are unknown or out of range. */
  constructor(options: ClassifierOptions, name = "Classifier") {
    const { model, seed, runtime } = complete(OPTIONS, options, name);
    this.#name = name;
    this.#seed = seed;
    this.#runtime = runtime;
    this.#spec = completeSpec(model);
  }

  /**
   * A classifier from the bytes of a model's file, as `encodeModel(classifier.toModel())` writes it. `name` is the file's, for messages.
   * @throws {AffektError} `unreadable` for what is no whole model of Affekt's; `mismatch` for features that this version does not make.
   */
  static fromBytes(
    bytes: Uint8Array | ArrayBuffer,
    { name = "model", runtime }: { readonly name?: string; readonly runtime?: RuntimeSource } = {},
  ): Classifier {
    const model = decodeModel(bytes, name);
    const classifier = new Classifier({ model: model.spec, seed: model.seed, runtime }, name);
    classifier.#learned = model;
    return classifier;
  }

  /**
   * Fits the classifier to rows and their labels, from the start. If it fails, the classifier keeps its previous state.
   * @throws {AffektError} `bad-data`, `mismatch`, `diverged`; `invalid-argument` for options that are unknown or out of range;
   * `interrupted` when the signal aborts.
   */
  async fit(X: Rows, y: readonly string[], options: ClassifierFitOptions = {}): Promise<this> {
    const given = complete(FIT, options, `${this.#name}.fit`);
    await this.learn({ ...given, X: toMatrix(X), y, labels: distinctLabels(y) });
    return this;
  }

  /**
   * Probabilities [rows, classes], in the order of `classes`.
   * @throws {AffektError} `mismatch` for another number of columns, `bad-data` for a value that is not finite.
   */
  async predictProba(rows: Rows): Promise<Matrix> {
    const X = toMatrix(rows);
    const learned = this.learned;
    this.checkColumns(X);
    checkFinite("predict", X);
    this.#predictor ??= this.#compile(learned);
    return (await this.#predictor).predictProba(X);
  }

  /** The natural logarithms of the probabilities. */
  async predictLogProba(rows: Rows): Promise<Matrix> {
    const probabilities = await this.predictProba(rows);
    return { ...probabilities, data: probabilities.data.map(Math.log) };
  }

  /** The most probable class of each row. */
  async predict(rows: Rows): Promise<string[]> {
    const winners = argmaxRows(await this.predictProba(rows));
    return Array.from(winners, (index) => this.classes[index]!);
  }

  /**
   * The accuracy: the share of rows, by their weights, that are predicted right.
   * @throws {AffektError} as `predictProba`; `bad-data` and `invalid-argument` where there is not one label or weight a row.
   */
  async score(
    rows: Rows,
    y: readonly string[],
    { sampleWeight }: ScoreOptions = {},
  ): Promise<number> {
    checkLabelled("score", { X: toMatrix(rows), y });
    checkSampleWeight(sampleWeight, y.length);
    const predicted = await this.predict(rows);
    const weights = predicted.map((_, row) => sampleWeight?.[row] ?? 1);
    const right = weights.map((weight, row) => (predicted[row] === y[row] ? weight : 0));
    return sum(right) / sum(weights);
  }

  /** The classes, sorted. */
  get classes(): readonly string[] {
    return this.learned.labels;
  }

  /** The epochs of the last call that learned. */
  get history(): readonly Epoch[] {
    return this.learned.history;
  }

  /** The number of columns that it learned from. */
  get nFeaturesIn(): number {
    return this.learned.inputShape.reduce((product, dim) => product * dim, 1);
  }

  /**
   * The fitted model for `encodeModel` or, in Node, `saveModel`. Columns are numbered unless they have names: one for each
   * value of a row, of a sequence for each value of a frame.
   * @throws {AffektError} `invalid-argument` where nothing is learned, or for another number of names.
   */
  toModel({ columns }: { readonly columns?: readonly string[] } = {}): TrainedModel {
    const { state: _, features, ...network } = this.learned;
    return {
      ...network,
      features: features ?? this.#plainFeatures(columns),
      data: { sources: [], speakers: [], clipHashes: [] },
      affektVersion: VERSION,
      created: new Date().toISOString(),
    };
  }

  /** Frees the memory of the fitted model. */
  async release(): Promise<void> {
    this.#learned = undefined;
    await this.#releasePredictor();
    await this.#cache?.release();
    this.#cache = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  protected get learned(): Learned {
    if (this.#learned === undefined) {
      throw new AffektError("invalid-argument", `${this.#name}: is not fitted yet; call fit first`);
    }
    return this.#learned;
  }

  protected get hasLearned(): boolean {
    return this.#learned !== undefined;
  }

  /** @throws {AffektError} `mismatch` for rows with other columns than those learned from. */
  protected checkColumns(X: Matrix): void {
    const [expected, found] = [this.learned.inputShape.join(" × "), rowShape(X).join(" × ")];
    if (found === expected) return;
    throw new AffektError(
      "mismatch",
      `${this.#name}: learned from ${expected} features, got ${found}`,
    );
  }

  /** Sets the model for the next call that learns. */
  protected set model(spec: ModelSpec) {
    this.#spec = spec;
  }

  /** Trains, and replaces the previous state by the result. */
  protected async learn({ again = false, validation, ...input }: LearnInput): Promise<void> {
    const { X, labels } = input;
    const [spec, seed] = [this.#spec, this.#seed];
    const runtime = await resolveRuntime(this.#runtime);
    if (again) this.#cache ??= new SessionCache(runtime);
    let takeState: (() => TrainingState) | undefined;
    const result = await trainNetwork({
      ...input,
      spec,
      validation: validation && { ...validation, X: toMatrix(validation.X) },
      seed,
      runtime: again ? this.#cache! : runtime,
      onState: (take) => void (takeState = take),
    });
    await this.#releasePredictor();
    this.#learned = {
      ...result,
      spec,
      labels,
      inputShape: rowShape(X),
      seed,
      state: takeState?.(),
    };
  }

  #plainFeatures(names?: readonly string[]): ModelFeatures {
    const { inputShape, spec } = this.learned;
    const width = inputShape.at(-1)!;
    const columns = names ?? Array.from({ length: width }, (_, i) => String(i));
    if (columns.length !== width) {
      throw new AffektError(
        "invalid-argument",
        `${this.#name}: columns must have ${width} names for this ${nameOf(spec)}, got ${columns.length}`,
      );
    }
    return inputShape.length === 1 ? { columns } : { columns, frames: inputShape[0]! };
  }

  async #releasePredictor(): Promise<void> {
    const predictor = this.#predictor;
    this.#predictor = undefined;
    await (await predictor)?.release();
  }

  async #compile(learned: Learned): Promise<Predictor> {
    const runtime = await resolveRuntime(this.#runtime);
    return Predictor.create(learned, { runtime, owner: this.#name });
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

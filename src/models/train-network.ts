import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";
import { confusionMatrix } from "../metrics/confusion.ts";
import { uar } from "../metrics/scores.ts";
import type { Network } from "../network/network.ts";
import type { Runtime, Session } from "../network/runtime.ts";
import { evaluationGraph } from "../network/training-graph.ts";
import { type Epoch, fit, type FitResult, type Validation } from "../training/fit.ts";
import { labelIndices, oneHot } from "./labels.ts";
import { buildNetwork, buildRecipe, type NetworkSettings } from "./network-settings.ts";

/** Rows with their labels, one a row. */
export interface LabelledRows {
  readonly X: Matrix;
  readonly y: readonly string[];
}

/** What training a network takes; features as the network is to see them. */
export interface NetworkTraining extends LabelledRows {
  readonly model: NetworkSettings;
  /** The classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  /** Held out: watched for the best epoch, never learned from. */
  readonly validation?: LabelledRows | undefined;
  readonly seed: number;
  readonly runtime: Runtime;
  readonly onEpoch?: ((epoch: Epoch) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains the network of a model.
 * Errors: `bad-data` (lengths that differ, fewer than two classes, a value that is not finite), `diverged`.
 */
export async function trainNetwork(training: NetworkTraining): Promise<FitResult> {
  const { model, X, y, labels, validation, seed, runtime, onEpoch, signal } = training;
  checkRows("training", training);
  if (labels.length < 2) {
    throw new AffektError(
      "bad-data",
      `training: needs recordings of at least two classes, found ${labels.length === 0 ? "none" : `only "${labels[0]}"`}`,
    );
  }
  const network = buildNetwork(model, X.columns, labels.length);
  const validator = validation && (await Validator.create(network, validation, labels, runtime));
  try {
    return await fit({
      ...buildRecipe(model, X.rows),
      runtime,
      network,
      features: X,
      targets: oneHot(labelIndices(y, labels), labels.length),
      initial: network.initialize(seed),
      seed: seed + 1,
      ...(validator && { validate: (parameters) => validator.measure(parameters) }),
      ...(onEpoch && { onEpoch }),
      ...(signal && { signal }),
    });
  } finally {
    await validator?.release();
  }
}

function checkRows(what: string, { X, y }: LabelledRows): void {
  if (X.rows !== y.length) {
    throw new AffektError("bad-data", `${what}: ${X.rows} rows of features but ${y.length} labels`);
  }
  const bad = X.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AffektError(
      "bad-data",
      `${what}: every feature must be a finite number, got ${X.data[bad]} in row ${Math.floor(bad / X.columns)}, column ${bad % X.columns}`,
    );
  }
}

/** Measures a network's unweighted average recall and loss on rows held out. */
class Validator {
  readonly #session: Session;
  readonly #network: Network;
  readonly #X: Matrix;
  readonly #truth: Uint32Array;
  readonly #classes: number;

  static async create(
    network: Network,
    rows: LabelledRows,
    labels: readonly string[],
    runtime: Runtime,
  ): Promise<Validator> {
    checkRows("validation", rows);
    const truth = labelIndices(rows.y, labels);
    const session = await runtime.createSession(evaluationGraph(network));
    return new Validator(session, network, rows.X, truth, labels.length);
  }

  private constructor(
    session: Session,
    network: Network,
    X: Matrix,
    truth: Uint32Array,
    classes: number,
  ) {
    this.#session = session;
    this.#network = network;
    this.#X = X;
    this.#truth = truth;
    this.#classes = classes;
  }

  async measure(parameters: Float32Array): Promise<Validation> {
    const { rows, data } = this.#X;
    const { probabilities } = await this.#session.run({
      parameters: { data: parameters, dims: [this.#network.size] },
      features: { data, dims: [rows, ...this.#network.inputShape] },
    });
    const predicted = highestColumns({
      data: probabilities!.data,
      rows,
      columns: this.#classes,
    });
    const score = uar(confusionMatrix(this.#truth, predicted, this.#classes));
    return { score, loss: crossEntropy(probabilities!.data, this.#truth, this.#classes) };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** The index of each row's highest value; the first of equals. */
export function highestColumns({ data, rows, columns }: Matrix): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return values.indexOf(Math.max(...values));
  });
}

function crossEntropy(probabilities: Float32Array, truth: Uint32Array, classes: number): number {
  const LOWEST = 1e-10;
  let sum = 0;
  truth.forEach((label, row) => {
    sum -= Math.log(Math.max(probabilities[row * classes + label]!, LOWEST));
  });
  return sum / truth.length;
}

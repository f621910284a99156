import { type LabelledRows, selectLabelled } from "./labelled-rows.ts";
import { AffektError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import type { Runtime } from "../network/runtime.ts";
import { type Epoch, fit, type FitResult } from "../training/fit.ts";
import { checkFinite } from "./finite-features.ts";
import { distinctLabels, labelIndices, oneHot } from "./labels.ts";
import { buildNetwork, buildRecipe, type NetworkSettings } from "./network-settings.ts";
import { Validator } from "./validator.ts";

/** What training a network takes; features as the network is to see them. */
export interface NetworkTraining extends LabelledRows {
  readonly model: NetworkSettings;
  /** The classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  /** Held out: watched for the best epoch, never learned from; rows of classes that are not among `labels` are left out. */
  readonly validation?: LabelledRows | undefined;
  readonly seed: number;
  readonly runtime: Runtime;
  readonly onEpoch?: ((epoch: Epoch) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains the network of a model.
 * Errors: `bad-data` (lengths that differ, fewer than two classes, a value that is not finite, no validation row of a class that training knows), `diverged`.
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
  const recipe = buildRecipe(model, X.rows);
  const validator = validation && (await makeValidator(training, network, validation));
  try {
    return await fit({
      ...recipe,
      runtime,
      network,
      features: X,
      targets: oneHot(labelIndices(y, labels), labels.length),
      initial: network.initialize(seed),
      seed: seed + 1,
      ...(validator && {
        validate: (parameters) => validator.measure(parameters),
        stopping: recipe.stopping ?? {},
      }),
      ...(onEpoch && { onEpoch }),
      ...(signal && { signal }),
    });
  } finally {
    await validator?.release();
  }
}

function makeValidator(
  { labels, runtime }: NetworkTraining,
  network: Network,
  validation: LabelledRows,
): Promise<Validator> {
  checkRows("validation", validation);
  const { X, y } = knownRows(validation, labels);
  return Validator.create(network, X, labelIndices(y, labels), runtime);
}

function knownRows(rows: LabelledRows, labels: readonly string[]): LabelledRows {
  const { y } = rows;
  const known = [...y.keys()].filter((row) => labels.includes(y[row]!));
  if (known.length === 0) {
    const found = y.length === 0 ? "no rows" : `only ${distinctLabels(y).join(", ")}`;
    throw new AffektError(
      "bad-data",
      `validation: needs rows of the classes of the training data (${labels.join(", ")}), found ${found}; hold out other speakers`,
    );
  }
  return selectLabelled(rows, known);
}

function checkRows(what: string, { X, y }: LabelledRows): void {
  if (X.rows !== y.length) {
    throw new AffektError("bad-data", `${what}: ${X.rows} rows of features but ${y.length} labels`);
  }
  checkFinite(what, X);
}

import { checkLabelled, type LabelledRows, selectLabelled } from "./labelled-rows.ts";
import { AffektError } from "../errors.ts";
import { rowShape } from "../math/matrix.ts";
import type { Network } from "../network/network.ts";
import { fit } from "../training/fit.ts";
import type { FitOptions, FitResult } from "../training/fit-options.ts";
import { distinctLabels, labelIndices, oneHot } from "./labels.ts";
import type { SingleModel } from "./kinds/model-kinds.ts";
import { buildNetwork, buildRecipe } from "./network-settings.ts";
import { rowWeights } from "./row-weights.ts";
import { type Scoring, Validator } from "./validator.ts";

/** What training takes that is not data. */
export type TrainingWatch = Pick<
  FitOptions,
  "runtime" | "threads" | "seed" | "onEpoch" | "signal" | "resume" | "onState"
>;

/** What training a network takes; features as the network is to see them. */
export interface NetworkTraining extends LabelledRows, TrainingWatch {
  /** The classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  /** How much each row counts; default 1 each. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
  /** Held out: watched for the best epoch, never learned from; rows of classes that are not among `labels` are left out. */
  readonly validation?: LabelledRows | undefined;
  /** Default unweighted average recall. */
  readonly scoring?: Scoring;
  /** Starting values of all parameters; default: drawn by the seed. */
  readonly initial?: Float32Array;
}

/**
 * Trains the network of a model that is no ensemble.
 * Errors: `bad-data` (lengths that differ, fewer than two classes, a value that is not finite, no validation row of a class that training knows), `diverged`.
 */
export async function trainSingle(
  training: NetworkTraining,
  model: SingleModel,
): Promise<FitResult> {
  const { X, y, labels, validation, seed, sampleWeight, ...watch } = training;
  checkLabelled("training", training);
  if (labels.length < 2) {
    throw new AffektError(
      "bad-data",
      `training: needs recordings of at least two classes, found ${labels.length === 0 ? "none" : `only "${labels[0]}"`}`,
    );
  }
  const network = buildNetwork(model, rowShape(X), labels.length);
  const { classWeight, ...recipe } = buildRecipe(model, X.rows);
  const classes = labelIndices(y, labels);
  const weights = rowWeights(classes, labels, { classWeight, sampleWeight });
  const validator = validation && (await makeValidator(training, network, validation));
  try {
    return await fit({
      ...recipe,
      ...watch,
      network,
      features: X,
      targets: oneHot(classes, labels.length),
      ...(weights && { weights }),
      ...(X.sequences && { lengths: Float32Array.from(X.sequences.lengths) }),
      initial: training.initial ?? network.initialize(seed),
      seed: seed + 1,
      ...(validator && { validate: (parameters) => validator.measure(parameters) }),
    });
  } finally {
    await validator?.release();
  }
}

function makeValidator(
  { labels, runtime, scoring = "uar" }: NetworkTraining,
  network: Network,
  validation: LabelledRows,
): Promise<Validator> {
  checkLabelled("validation", validation);
  const { X, y } = knownRows(validation, labels);
  return Validator.create({ network, X, truth: labelIndices(y, labels), scoring, runtime });
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

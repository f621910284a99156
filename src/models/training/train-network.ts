import { AffektError } from "../../errors.ts";
import { rowShape } from "../../math/linear-algebra/matrix.ts";
import type { Network } from "../../network/network.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { fit } from "../../training/fit.ts";
import type { FitResult, TrainingControl } from "../../training/fit-options.ts";
import { buildNetwork, fitSettingsOf, startingValues, trainingRowsOf } from "../build-network.ts";
import { checkLabelled, type LabelledRows, selectLabelled } from "../labelled-rows.ts";
import { distinctLabels, labelIndices, oneHot } from "../labels.ts";
import { cropsOf, type ModelSpec, type SingleModelSpec } from "../model-spec.ts";
import { rowWeights } from "./row-weights.ts";
import { trainMembers } from "./train-members.ts";
import { type Scoring, Validator } from "./validator.ts";

/** Options of `trainNetwork`. Features are as the network is to see them. */
export interface TrainNetworkOptions extends LabelledRows, TrainingControl {
  readonly spec: ModelSpec;
  /** The classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  /** The weight of each row in the loss; default 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
  /** Rows held out, on which the best epoch is found. Those of classes that are not among `labels` are left out. */
  readonly validation?: LabelledRows | undefined;
  /** Default: unweighted average recall. */
  readonly scoring?: Scoring;
  /** Starting values of all parameters; by default drawn from the seed. */
  readonly initial?: Float32Array;
  readonly seed: number;
  readonly runtime: Runtime;
  /** Threads inside an operator; default 1. */
  readonly threads?: number | undefined;
}

/**
 * Trains the network of a model: builds it, encodes labels and weights, measures it on validation rows. The members of an ensemble are
 * trained one after another.
 * @throws {AffektError} `bad-data` for numbers of rows that differ, fewer than two classes, values that are not finite, and validation rows
 * without a class of the training; `mismatch` for rows that the model does not take. {TrainingError} as `fit`.
 */
export function trainNetwork(options: TrainNetworkOptions): Promise<FitResult> {
  const { spec } = options;
  return spec.kind === "ensemble"
    ? trainMembers(options, spec.settings.members, trainSingle)
    : trainSingle(options, spec);
}

async function trainSingle(
  options: TrainNetworkOptions,
  spec: SingleModelSpec,
): Promise<FitResult> {
  const { X, y, labels, validation, seed, sampleWeight, initial, ...control } = options;
  checkLabelled("training", options);
  if (labels.length < 2) {
    throw new AffektError(
      "bad-data",
      `training: needs recordings of at least two classes, found ${labels.length === 0 ? "none" : `only "${labels[0]}"`}`,
    );
  }
  const network = buildNetwork(spec, { inputShape: rowShape(X), classes: labels.length });
  const classes = labelIndices(y, labels);
  const { classWeight } = spec.settings;
  const weights = rowWeights(classes, labels, { classWeight, sampleWeight });
  const targets = oneHot(classes, labels.length);
  const { runtime } = options;
  const drawn = network.initialize(seed);
  const start = initial ?? (await startingValues(spec, { network, drawn, X, targets, runtime }));
  const validator = validation && (await makeValidator({ ...options, spec }, network, validation));
  try {
    return await fit({
      ...control,
      network,
      settings: fitSettingsOf(spec, X.rows),
      X: trainingRowsOf(spec, X, { network, parameters: start }),
      targets,
      ...(weights && { weights }),
      ...(X.sequences && { lengths: Float32Array.from(X.sequences.lengths) }),
      initial: start,
      // other random numbers than those of the starting values
      seed: seed + 1,
      ...(validator && { validate: (parameters) => validator.measure(parameters) }),
    });
  } finally {
    await validator?.release();
  }
}

function makeValidator(
  { spec, labels, runtime, scoring = "uar" }: TrainNetworkOptions,
  network: Network,
  validation: LabelledRows,
): Promise<Validator> {
  checkLabelled("validation", validation);
  const { X, y } = knownRows(validation, labels);
  return Validator.create({
    network,
    crops: cropsOf(spec),
    X,
    truth: labelIndices(y, labels),
    scoring,
    runtime,
  });
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

import type { TrainedNetwork } from "../training/train-on-rows.ts";
import type { ModelFeatures } from "./model-features.ts";
import {
  checkModelInfo,
  FORMAT_VERSION,
  type ModelEvaluation,
  type ModelInfo,
  type ModelTraining,
} from "./model-info.ts";

/** The training data of a model. */
export type TrainingData = Pick<
  ModelTraining,
  "sources" | "speakers" | "clipHashes" | "validationSpeakers" | "augmentation" | "fingerprint"
>;

/** A trained network with its features, information on its training data, and everything else that its file contains. */
export interface TrainedModel extends TrainedNetwork {
  readonly features: ModelFeatures;
  readonly data: TrainingData;
  readonly evaluation?: ModelEvaluation | undefined;
  readonly affektVersion: string;
  /** ISO 8601. */
  readonly created: string;
}

/**
 * The description of a model for its file.
 * @throws {AffektError} `invalid-argument` for a model that no file can hold, such as one with control characters in its labels.
 */
export function infoOf(model: TrainedModel): ModelInfo {
  const { spec, labels, features, data, calibration, evaluation, affektVersion, created } = model;
  const { seed, history, bestEpoch, interrupted } = model;
  const scores = history.flatMap(({ validationScore }) => validationScore ?? []);
  return checkModelInfo({
    formatVersion: FORMAT_VERSION,
    affektVersion,
    created,
    model: spec,
    labels,
    features,
    training: {
      ...data,
      clips: data.clipHashes.length,
      seed,
      epochs: history.length,
      bestEpoch,
      interrupted,
      history: {
        loss: history.map(({ loss }) => rounded(loss)),
        ...(scores.length > 0 && { validationScore: scores.map(rounded) }),
      },
    },
    ...(calibration && { calibration }),
    ...(evaluation && { evaluation }),
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

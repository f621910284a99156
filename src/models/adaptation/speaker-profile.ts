import { AffektError } from "../../errors.ts";
import { type Matrix, rowOf } from "../../math/matrix.ts";
import { labelIndices } from "../labels.ts";
import type { TrainedNetwork } from "../training/train-on-rows.ts";
import { speakerSpread } from "./speaker-spread.ts";
import { linearScores } from "./linear-scores.ts";
import { PRIOR_CLIPS, type ScaledLinear, type SpeakerAdaptation } from "./speaker-adaptation.ts";

/** What is known of a speaker. */
export interface SpeakerProfile {
  /** The number of clips that it was estimated from. */
  readonly clips: number;
  /** The distance of the speaker's mean from the population's [columns], shrunk. */
  readonly shift: Float32Array;
  /** The deviation of the speaker's clips over the population's [columns], shrunk towards 1. */
  readonly spread: Float32Array;
}

/** A linear model that can be adapted. */
export interface AdaptableModel extends ScaledLinear {
  readonly labels: readonly string[];
  readonly adaptation: SpeakerAdaptation;
}

/**
 * A trained model as one that can be adapted. `owner` names it in messages.
 * @throws {AffektError} `mismatch` where it cannot.
 */
export function adaptableModel(
  {
    scaler,
    parameters,
    labels,
    adaptation,
  }: Pick<TrainedNetwork, "scaler" | "parameters" | "labels" | "adaptation">,
  owner: string,
): AdaptableModel {
  if (scaler !== undefined && adaptation !== undefined)
    return { scaler, parameters, labels, adaptation };
  throw new AffektError(
    "mismatch",
    `${owner}: the model cannot be adapted to a speaker; train speech or lda on recordings whose speakers are known`,
  );
}

/** The factor of scores that tell which emotions a speaker's clips are of: those of LDA overstate how sure it is. */
const FLATTENING = 0.1;
/** Clips whose scores vary by this share or more of what all emotions do are taken for a sample of all. */
const ALL_EMOTIONS = 0.75;
/** Clips whose scores vary by this share or less are taken for those that the model sees in them. */
const FEW_EMOTIONS = 0.35;

/**
 * Estimates the shift and spread of a speaker from rows of features (empirical Bayes: the mean of n rows times n / (n + `PRIOR_CLIPS`)). They
 * depend on the emotions as well. They are known from `y`, or are taken to be those of the training, unless the rows vary so little that they must
 * be of few emotions: then those that the model recognises count. How much rows vary does not depend on the speaker's shift.
 * @throws {AffektError} `bad-data` where there are no rows, or for an emotion that the model does not know.
 */
export function estimateProfile(
  model: AdaptableModel,
  X: Matrix,
  y?: readonly string[],
): SpeakerProfile {
  const { mean, classMeans } = model.adaptation;
  const { rows, columns } = X;
  if (rows === 0)
    throw new AffektError("bad-data", "calibration: there are no clips to learn from");
  const classes =
    y === undefined ? probableShares(model, X) : { shares: knownShares(model.labels, y), few: 0 };
  const shift = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) shift[c]! += (value - mean[c]!) / rows;
  }
  for (const [k, share] of classes.shares.entries()) {
    for (let c = 0; c < columns; c++) shift[c]! -= share * classMeans[k * columns + c]!;
  }
  const weight = rows / (rows + PRIOR_CLIPS);
  return {
    clips: rows,
    shift: Float32Array.from(shift, (value) => weight * value),
    spread: speakerSpread(X, model.adaptation, classes),
  };
}

function knownShares(labels: readonly string[], y: readonly string[]): Float64Array {
  const shares = new Float64Array(labels.length);
  for (const k of labelIndices(y, labels)) shares[k]! += 1 / y.length;
  return shares;
}

/** The shares of the classes among rows: the training's where rows vary as those of all classes do, else as the model recognises them. */
function probableShares(
  model: AdaptableModel,
  X: Matrix,
): { readonly shares: Float64Array; readonly few: number } {
  const { priors } = model.adaptation;
  const few = fewEmotions(model, X);
  const shares = Float64Array.from(priors, (prior) => (1 - few) * prior);
  if (few === 0) return { shares, few };
  const classes = priors.length;
  const scores = linearScores(model, X);
  for (let row = 0; row < X.rows; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const highest = Math.max(...own);
    const odds = own.map((score) => Math.exp(FLATTENING * (score - highest)));
    const sum = odds.reduce((total, one) => total + one, 0);
    for (let k = 0; k < classes; k++) shares[k]! += (few * odds[k]!) / sum / X.rows;
  }
  return { shares, few };
}

/** How sure it is that rows are of few classes, 0…1: of one row it is. */
function fewEmotions({ adaptation }: AdaptableModel, X: Matrix): number {
  if (X.rows === 1) return 1;
  const { centred, classMeans, priors } = adaptation;
  const classes = priors.length;
  const means = { data: classMeans, rows: classes, columns: X.columns };
  const spread = spreadOf(linearScores(centred, X), classes, X.rows - 1);
  const all = spreadOf(linearScores(centred, means), classes, classes);
  const share = spread / all;
  return Math.min(1, Math.max(0, (ALL_EMOTIONS - share) / (ALL_EMOTIONS - FEW_EMOTIONS)));
}

/** The variance of rows of scores, each less its own mean: a constant that is added to all classes changes no probability. */
function spreadOf(scores: Float64Array, classes: number, divisor: number): number {
  const rows = scores.length / classes;
  const relative = scores.map((score, i) => {
    const row = i - (i % classes);
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += scores[row + k]! / classes;
    return score - mean;
  });
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += relative[row * classes + k]! / rows;
    for (let row = 0; row < rows; row++) sum += (relative[row * classes + k]! - mean) ** 2;
  }
  return sum / divisor;
}

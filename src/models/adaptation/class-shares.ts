import { type Matrix } from "../../math/linear-algebra/matrix.ts";
import { labelIndices } from "../labels.ts";
import type { AdaptableModel } from "./adaptable-model.ts";
import { linearScores } from "./linear-scores.ts";
import { type ClassShares, FLATTENING } from "./speaker-adaptation.ts";

/** Clips whose scores vary by this share or more of what all emotions do are taken for a sample of all. */
const ALL_EMOTIONS = 0.75;
/** Clips whose scores vary by this share or less are taken for those that the model sees in them. */
const FEW_EMOTIONS = 0.35;

/** The shares of labels. @throws {AffektError} `bad-data` for one that is not among `labels`. */
export function knownShares(labels: readonly string[], y: readonly string[]): ClassShares {
  const shares = new Float64Array(labels.length);
  for (const k of labelIndices(y, labels)) shares[k]! += 1 / y.length;
  return { shares, few: 0 };
}

/**
 * The shares of the classes among rows of one speaker: the training's, unless the rows vary so little that they must be of few classes; then
 * those that the model recognises count. How much rows vary does not depend on the speaker's shift.
 */
export function probableShares(model: AdaptableModel, X: Matrix): ClassShares {
  const { priors } = model.adaptation;
  const few = fewClasses(model, X);
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
function fewClasses({ adaptation }: AdaptableModel, X: Matrix): number {
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

import { assess } from "../metrics/assessment.ts";
import { type Confusion, confusionMatrix } from "../metrics/confusion.ts";
import type { Predictions } from "../metrics/predictions.ts";
import { accuracy, uar } from "../metrics/scores.ts";
import { byName, speakerNames } from "../splits/folds.ts";
import { compareGroups } from "./groups/compare-groups.ts";
import { type PredictedClip, speakersOf } from "./predicted-clip.ts";
import type { ClipPrediction, PredictionScores, SeedScores, SpeakerScores } from "./result.ts";

/** Scores predictions; intervals are drawn by `seed`. */
export function scorePredictions(
  predictions: readonly PredictedClip[],
  labels: readonly string[],
  seed: number,
): PredictionScores {
  const known = predictions.every(({ clip }) => clip.speakerId !== undefined);
  const speakerIds = speakersOf(predictions);
  const assessment = assess(indexed(predictions, labels), { speakerIds, seed });
  const { scores, interval, classes, confusion, reliability, coverage } = assessment;
  return {
    ...scores,
    confusion,
    interval: {
      ...interval,
      over: known && new Set(speakerIds).size > 1 ? "speakers" : "clips",
    },
    emotions: classes.map((own, c) => ({ label: labels[c]!, ...own })),
    speakers: speakerScores(predictions, labels),
    reliability,
    coverage,
    groups: compareGroups(predictions, seed),
  };
}

/** Predictions as numbers, by the index of each label. */
function indexed(predictions: readonly PredictedClip[], labels: readonly string[]): Predictions {
  const index = new Map(labels.map((label, i) => [label, i]));
  const probabilities = new Float64Array(predictions.length * labels.length);
  for (const [i, own] of predictions.entries()) {
    probabilities.set(own.probabilities, i * labels.length);
  }
  return {
    trueIndices: predictions.map(({ clip }) => index.get(clip.emotion)!),
    predictedIndices: predictions.map(({ predicted }) => index.get(predicted)!),
    probabilities,
    classes: labels.length,
  };
}

/** The confusion matrix of predictions; rows are true labels. */
export function confusionOf(
  predictions: readonly Pick<PredictedClip, "clip" | "predicted">[],
  labels: readonly string[],
): Confusion {
  const index = new Map(labels.map((label, i) => [label, i]));
  return confusionMatrix(
    predictions.map(({ clip }) => index.get(clip.emotion)!),
    predictions.map(({ predicted }) => index.get(predicted)!),
    labels.length,
  );
}

/** Scores of the predictions with one seed. */
export function seedScores(
  seed: number,
  predictions: readonly ClipPrediction[],
  labels: readonly string[],
): SeedScores {
  const own = predictions.filter((prediction) => prediction.seed === seed);
  const confusion = confusionOf(own, labels);
  return { seed, accuracy: accuracy(confusion), uar: uar(confusion) };
}

function speakerScores(
  predictions: readonly PredictedClip[],
  labels: readonly string[],
): SpeakerScores[] {
  const names = speakerNames(predictions.map(({ clip }) => clip));
  const bySpeaker = new Map<string, PredictedClip[]>();
  for (const prediction of predictions) {
    const name = names.get(prediction.clip.speakerId ?? "");
    if (name === undefined) continue;
    const own = bySpeaker.get(name);
    if (own === undefined) bySpeaker.set(name, [prediction]);
    else own.push(prediction);
  }
  return [...bySpeaker]
    .sort(([a], [b]) => byName(a, b))
    .map(([speaker, own]) => {
      const confusion = confusionOf(own, labels);
      return { speaker, clips: own.length, accuracy: accuracy(confusion), uar: uar(confusion) };
    });
}

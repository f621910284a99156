import type { LabelledClip } from "../datasets/labelled-clips.ts";
import { Random } from "../math/random.ts";
import { bootstrapInterval } from "../metrics/bootstrap.ts";
import { type Confusion, confusionMatrix } from "../metrics/confusion.ts";
import { accuracy, classScores, type Scores, scores, uar } from "../metrics/scores.ts";
import { byName, speakerNames } from "../splits/folds.ts";
import type { EmotionScores, ScoreIntervals, SpeakerScores } from "./result.ts";

/** A clip with its true emotion and what was predicted. */
export interface PredictedClip {
  readonly clip: LabelledClip;
  readonly predicted: string;
}

/** Scores of predictions, with everything that is derived from them. */
export interface PredictionScores extends Scores {
  readonly confusion: Confusion;
  readonly interval: ScoreIntervals;
  readonly emotions: readonly EmotionScores[];
  readonly speakers: readonly SpeakerScores[];
}

/** Scores predictions; intervals are drawn by `seed`. */
export function scorePredictions(
  predictions: readonly PredictedClip[],
  labels: readonly string[],
  seed: number,
): PredictionScores {
  const confusion = confusionOf(predictions, labels);
  return {
    ...scores(confusion),
    confusion,
    interval: intervals(predictions, labels, seed),
    emotions: classScores(confusion).map((own, c) => ({ label: labels[c]!, ...own })),
    speakers: speakerScores(predictions, labels),
  };
}

/** The confusion matrix of predictions; rows are true labels. */
export function confusionOf(
  predictions: readonly PredictedClip[],
  labels: readonly string[],
): Confusion {
  const index = new Map(labels.map((label, i) => [label, i]));
  return confusionMatrix(
    predictions.map(({ clip }) => index.get(clip.emotion)!),
    predictions.map(({ predicted }) => index.get(predicted)!),
    labels.length,
  );
}

function intervals(
  predictions: readonly PredictedClip[],
  labels: readonly string[],
  seed: number,
): ScoreIntervals {
  const labelled = {
    trueIndices: predictions.map(({ clip }) => labels.indexOf(clip.emotion)),
    predictedIndices: predictions.map(({ predicted }) => labels.indexOf(predicted)),
    // speakers that are not known are drawn clip by clip
    speakerIds: predictions.map(({ clip }, i) => clip.speakerId ?? `clip ${i}`),
    classes: labels.length,
  };
  const known = predictions.every(({ clip }) => clip.speakerId !== undefined);
  const speakers = new Set(labelled.speakerIds).size;
  return {
    accuracy: bootstrapInterval(labelled, accuracy, new Random(seed)),
    uar: bootstrapInterval(labelled, uar, new Random(seed)),
    over: known && speakers > 1 ? "speakers" : "clips",
  };
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

import { groupBy } from "../group-by.ts";
import { Random } from "../math/statistics/random.ts";
import { bootstrapInterval } from "../metrics/bootstrap.ts";
import { accuracy, uar } from "../metrics/scores.ts";
import { restrictPrediction } from "./restrict-prediction.ts";
import type { ClipPrediction, CorpusCell, CorpusScores, FoldResult } from "./result.ts";
import { speakersOf } from "./predicted-clip.ts";
import { confusionOf } from "./score-predictions.ts";

/** The scores of `cross-corpus` by training and test corpora, in the order of the folds. `labels` is the order of the probabilities. */
export function corpusScores(
  folds: readonly Pick<FoldResult, "name" | "corpora">[],
  predictions: readonly ClipPrediction[],
  labels: readonly string[],
  seed: number,
): CorpusScores[] {
  const byFold = groupBy(predictions, ({ fold }) => fold);
  const pairs = groupBy(folds, ({ corpora }) => `${corpora!.train.join("\n")}\n\n${corpora!.test}`);
  return [...pairs.values()].map((own) => {
    const { train, test } = own[0]!.corpora!;
    const names = new Set(own.map(({ name }) => name));
    const tested = [...names].flatMap((name) => byFold.get(name) ?? []);
    const emotions = labels.filter((label) => tested.some(({ clip }) => clip.emotion === label));
    const answered = labels.filter((_, l) =>
      tested.some(({ probabilities }) => probabilities[l]! > 0),
    );
    const restricted = tested.map((one) => restrictPrediction(one, labels, emotions));
    return {
      train,
      test,
      clips: new Set(tested.map(({ clip }) => clip)).size,
      speakers: new Set(tested.flatMap(({ clip }) => clip.speakerId ?? [])).size,
      emotions,
      open: cellOf(tested, labels, answered.length, seed),
      shared: cellOf(restricted, labels, emotions.length, seed),
    };
  });
}

function cellOf(
  predictions: readonly ClipPrediction[],
  labels: readonly string[],
  answers: number,
  seed: number,
): CorpusCell {
  const confusion = confusionOf(predictions, labels);
  const drawn = {
    trueIndices: predictions.map(({ clip }) => labels.indexOf(clip.emotion)),
    predictedIndices: predictions.map(({ predicted }) => labels.indexOf(predicted)),
    speakerIds: speakersOf(predictions),
    classes: labels.length,
  };
  return {
    uar: uar(confusion),
    accuracy: accuracy(confusion),
    interval: {
      uar: bootstrapInterval(drawn, uar, new Random(seed)),
      accuracy: bootstrapInterval(drawn, accuracy, new Random(seed)),
    },
    chance: 1 / answers,
  };
}

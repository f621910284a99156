import type { LabelledClips } from "../datasets/feature-table.ts";
import { AffektError } from "../errors.ts";
import { selectRows } from "../math/matrix.ts";
import { Random } from "../math/random.ts";
import { bootstrapInterval, type Interval } from "../metrics/bootstrap.ts";
import { type Confusion, confusionMatrix } from "../metrics/confusion.ts";
import { accuracy, classScores, type Scores, scores, uar } from "../metrics/scores.ts";
import { highestColumns } from "../models/labels.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import { shortHash } from "../models/train-model.ts";
import type { EmotionScores } from "./result.ts";

/** How a trained model did on other recordings. */
export interface TestResult extends Scores {
  readonly clips: number;
  readonly speakers: number;
  /** The order of `confusion` and `emotions`. */
  readonly labels: readonly string[];
  /** Counts, rows are true labels. */
  readonly confusion: Confusion;
  /** 95 % intervals over speakers. */
  readonly interval: { readonly accuracy: Interval; readonly uar: Interval };
  readonly emotions: readonly EmotionScores[];
  /** Speakers of its training, those held out to stop early among them, and clips that it learned from among the tested ones; figures with them say nothing about new ones. */
  readonly known: { readonly speakers: readonly string[]; readonly clips: number };
  readonly warnings: readonly string[];
}

/**
 * Tests a model on labelled clips; those of emotions that it does not know are left out with a warning.
 * Errors: `mismatch` for other features than the model takes, `bad-data` where no clip is left.
 */
export async function testModel(
  model: Pick<LoadedModel, "labels" | "info" | "predictProbabilities" | "checkFeatures">,
  { set, X, y, clips }: LabelledClips,
  seed = 0,
): Promise<TestResult> {
  model.checkFeatures(set);
  const { labels, info } = model;
  const tested = y.flatMap((emotion, i) => (labels.includes(emotion) ? [i] : []));
  const foreign = [...new Set(y.filter((emotion) => !labels.includes(emotion)))];
  if (tested.length === 0) {
    throw new AffektError(
      "bad-data",
      `nothing to test on: the model knows ${labels.join(", ")}, the ${y.length} labelled clips are ${foreign.join(", ") || "none"}`,
    );
  }
  const used = tested.map((i) => clips[i]!);
  const truth = tested.map((i) => labels.indexOf(y[i]!));
  const predicted = highestColumns(await model.predictProbabilities(selectRows(X, tested)));
  const confusion = confusionMatrix(truth, predicted, labels.length);
  const predictions = {
    trueIndices: truth,
    predictedIndices: [...predicted],
    classes: labels.length,
    speakerIds: used.map(({ speakerId }) => speakerId),
  };
  const speakers = [...new Set(predictions.speakerIds)].sort();
  const learned = new Set(info.training.clipHashes);
  const { speakers: trainedOn, validationSpeakers = [] } = info.training;
  const known = {
    speakers: speakers.filter((one) => trainedOn.includes(one) || validationSpeakers.includes(one)),
    clips: used.filter(({ contentHash }) => learned.has(shortHash(contentHash))).length,
  };
  return {
    clips: tested.length,
    speakers: speakers.length,
    ...scores(confusion),
    labels,
    confusion,
    interval: {
      accuracy: bootstrapInterval(predictions, accuracy, new Random(seed)),
      uar: bootstrapInterval(predictions, uar, new Random(seed)),
    },
    emotions: classScores(confusion).map((figures, c) => ({ label: labels[c]!, ...figures })),
    known,
    warnings: warningsOf(known, y.length - tested.length, foreign),
  };
}

function warningsOf(
  known: TestResult["known"],
  leftOut: number,
  foreign: readonly string[],
): string[] {
  const warnings: string[] = [];
  if (known.speakers.length > 0) {
    const names = known.speakers.slice(0, 5).join(", ");
    const others = known.speakers.length > 5 ? " …" : "";
    warnings.push(
      `the model was trained with ${known.speakers.length} of these speakers (${names}${others}) and on ${known.clips} of these clips: the figures are not those for a new speaker`,
    );
  } else if (known.clips > 0) {
    warnings.push(
      `the model was trained on ${known.clips} of these clips: the figures are too good`,
    );
  }
  if (leftOut > 0) {
    warnings.push(
      `left out ${leftOut} clips of emotions that the model does not know: ${foreign.join(", ")}`,
    );
  }
  return warnings;
}

import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { AffektError } from "../errors.ts";
import { rowOf, selectRows } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { bootstrapInterval } from "../metrics/bootstrap.ts";
import type { Confusion } from "../metrics/confusion.ts";
import { classScores } from "../metrics/scores.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import { shortHash } from "../models/training/train-model.ts";
import { type Calibration, type CalibrationClips, calibrationOf } from "../splits/calibration.ts";
import { predictAdapted, type TestedModel } from "./predict-adapted.ts";
import { speakersOf } from "./predicted-clip.ts";
import { restrictPrediction } from "./restrict-prediction.ts";
import type { ClipPrediction, EmotionScores, PredictionScores, SpeakerScores } from "./result.ts";
import { confusionOf, scorePredictions } from "./score-predictions.ts";

/** The scores of a trained model on other recordings. */
export interface TestResult {
  /** The number of clips that were tested. */
  readonly clips: number;
  /** The number of speakers that are known. */
  readonly speakers: number;
  /** The model answers with any of its emotions. */
  readonly open: TestScores;
  /** The model answers with the emotions that occur in the test, the most probable one of these. */
  readonly shared: TestScores;
  /** Clips of emotions that the model does not know, which were left out, by emotion. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** The number of clips that the model was adapted to for each speaker. */
  readonly calibration?: Calibration;
  /** Speakers and clips that the model was trained with; scores with them do not hold for new speakers. */
  readonly known: { readonly speakers: readonly string[]; readonly clips: number };
  readonly predictions: readonly ClipPrediction[];
  readonly warnings: readonly string[];
}

/** Scores over the emotions that occur in the test. */
export interface TestScores extends Omit<PredictionScores, "emotions" | "speakers"> {
  /** The emotions that the model may answer with: the order of `confusion`. */
  readonly emotions: readonly string[];
  /** The UAR of guessing. */
  readonly chance: number;
  readonly byEmotion: readonly EmotionScores[];
  readonly bySpeaker: readonly SpeakerScores[];
}

/** Options of `testModel`. */
export interface TestModelOptions {
  /** Of the intervals; default 0. */
  readonly seed?: number;
  /** Adapts the model to each speaker, as in `evaluateModels`. Default: not. */
  readonly calibrationClips?: CalibrationClips | undefined;
}

/**
 * Tests a model on labelled clips. Clips of emotions that it does not know are left out.
 * @throws {AffektError} `mismatch` for other features than the model takes; `bad-data` where no clip is left; as `predictAdapted`.
 */
export async function testModel(
  model: TestedModel,
  { set, X, y, clips }: LabelledClips,
  { seed = 0, calibrationClips }: TestModelOptions = {},
): Promise<TestResult> {
  model.checkFeatures(set);
  const { labels } = model;
  const tested = y.flatMap((emotion, i) => (labels.includes(emotion) ? [i] : []));
  const leftOut = countBy(y.filter((emotion) => !labels.includes(emotion)));
  if (tested.length === 0) {
    throw new AffektError(
      "bad-data",
      `nothing to test on: the model knows ${labels.join(", ")}, the ${y.length} labelled clips are ${Object.keys(leftOut).join(", ") || "none"}`,
    );
  }
  const answers =
    calibrationClips === undefined
      ? { rows: tested, probabilities: await model.predictProba(selectRows(X, tested)) }
      : await predictAdapted(model, { X, clips, tested }, { clips: calibrationClips, seed });
  const { rows, probabilities, draws } = answers;
  const used = rows.map((i) => clips[i]!);
  const occurring = labels.filter((label) => used.some(({ emotion }) => emotion === label));
  const predictions = used.map((clip, row): ClipPrediction =>
    restrictPrediction(
      {
        seed,
        fold: "",
        ...(draws && { draw: draws[row]! }),
        clip,
        predicted: "",
        probabilities: [...rowOf(probabilities, row)],
      },
      labels,
      labels,
    ),
  );
  const scoresAmong = (allowed: readonly string[]): TestScores => {
    const restricted = predictions.map((own) => restrictPrediction(own, labels, allowed));
    const { emotions, speakers, ...own } = scorePredictions(restricted, allowed, seed);
    const macro = macroScores(restricted, allowed, seed);
    const present = emotions.filter(({ support }) => support > 0);
    return {
      ...own,
      ...macro.means,
      interval: { ...own.interval, ...macro.interval },
      emotions: allowed,
      chance: 1 / allowed.length,
      byEmotion: present,
      bySpeaker: speakers,
    };
  };
  const known = knownTo(model, used);
  return {
    clips: new Set(used).size,
    speakers: new Set(used.flatMap(({ speakerId }) => speakerId ?? [])).size,
    open: scoresAmong(labels),
    shared: scoresAmong(occurring),
    leftOut,
    ...(calibrationClips !== undefined && { calibration: calibrationOf(calibrationClips) }),
    known,
    predictions,
    warnings: warningsOf(known, leftOut),
  };
}

/** The names of macro scores. */
const MACRO = ["precision", "recall", "f1"] as const;

/**
 * Macro scores over the emotions that occur in the test, with their intervals: an emotion that the model answers with and that is not tested
 * has no score of its own.
 */
function macroScores(
  predictions: readonly ClipPrediction[],
  allowed: readonly string[],
  seed: number,
) {
  const drawn = {
    trueIndices: predictions.map(({ clip }) => allowed.indexOf(clip.emotion)),
    predictedIndices: predictions.map(({ predicted }) => allowed.indexOf(predicted)),
    speakerIds: speakersOf(predictions),
    classes: allowed.length,
  };
  const confusion = confusionOf(predictions, allowed);
  const macro = (metric: (typeof MACRO)[number]) => (own: Confusion) => {
    const tested = classScores(own).filter(({ support }) => support > 0);
    return tested.reduce((sum, one) => sum + one[metric], 0) / tested.length;
  };
  const of = <T>(value: (metric: (typeof MACRO)[number]) => T) =>
    Object.fromEntries(MACRO.map((metric) => [metric, value(metric)])) as Record<
      (typeof MACRO)[number],
      T
    >;
  return {
    means: of((metric) => macro(metric)(confusion)),
    interval: of((metric) => bootstrapInterval(drawn, macro(metric), new Random(seed))),
  };
}

function knownTo(
  { info: { training } }: Pick<LoadedModel, "info">,
  used: LabelledClips["clips"],
): TestResult["known"] {
  const trained = new Set([...training.speakers, ...(training.validationSpeakers ?? [])]);
  const learned = new Set(training.clipHashes);
  return {
    speakers: [...new Set(used.flatMap(({ speakerId }) => speakerId ?? []))]
      .filter((one) => trained.has(one))
      .sort(),
    clips: used.filter(({ samplesHash }) => learned.has(shortHash(samplesHash))).length,
  };
}

function warningsOf(known: TestResult["known"], leftOut: TestResult["leftOut"]): string[] {
  const warnings: string[] = [];
  if (known.speakers.length > 0) {
    const names = known.speakers.slice(0, 5).join(", ");
    const others = known.speakers.length > 5 ? " …" : "";
    warnings.push(
      `the model was trained with ${known.speakers.length} of these speakers (${names}${others}) and on ${known.clips} of these clips: the scores are not those for a new speaker`,
    );
  } else if (known.clips > 0) {
    warnings.push(
      `the model was trained on ${known.clips} of these clips: the scores are too good`,
    );
  }
  const counts = Object.entries(leftOut);
  if (counts.length > 0) {
    const list = counts.map(([emotion, count]) => `${emotion} (${count})`).join(", ");
    warnings.push(`clips of emotions that the model does not know are left out: ${list}`);
  }
  return warnings;
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

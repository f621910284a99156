import {
  assertNoLeak,
  byName,
  speakerNames,
  takeValidationSpeakers,
  withCopies,
  type Fold,
  type SplitClip,
} from "../splits/folds.ts";
import { splitClips, type Protocol } from "../splits/protocols.ts";
import { AffektError } from "../errors.ts";
import { Random } from "../math/random.ts";
import { bootstrapInterval } from "../metrics/bootstrap.ts";
import { confusionMatrix } from "../metrics/confusion.ts";
import { accuracy, classScores, scores, uar } from "../metrics/scores.ts";
import type { FoldResult, History, ModelResult, Settings, SpeakerScores } from "./result.ts";

/** What training on one fold gives back. */
export interface TrainedFold {
  /** Index into `labels` for each clip of `fold.test`, in its order. */
  readonly predicted: Int32Array;
  readonly history: History;
  /** What the training took. */
  readonly seconds: number;
}

/** What to cross-validate. */
export interface CrossValidationOptions {
  readonly model: string;
  /** The feature set. */
  readonly set: string;
  readonly settings: Settings;
  readonly clips: readonly SplitClip[];
  /** Of which clip each augmented copy is, where there are copies: each fold learns from those of its training clips. */
  readonly copySources?: readonly number[];
  /** Every emotion of the clips, in the order of the figures. */
  readonly labels: readonly string[];
  readonly protocol: Protocol;
  /** Of the division and of the intervals. */
  readonly seed: number;
  /** Folds of `group-k`; default 5. */
  readonly k?: number;
  /** How many training speakers of each fold are held out for early stopping; default 0. `fixed` brings its own. */
  readonly validationSpeakers?: number;
  /** What the features took. */
  readonly featureSeconds: number;
  /** Trains on `fold.train` and `fold.copies` and predicts `fold.test`; called for all folds at once, to be queued by a pool. */
  trainFold(fold: Fold): Promise<TrainedFold>;
  /** Called as each fold ends. */
  onFold?(finished: number, folds: number, result: FoldResult): void;
  readonly signal?: AbortSignal;
}

/**
 * Trains and tests a model on every fold of a protocol, and pools what it said about the test clips.
 *
 * Errors: as `splitClips`; `invalid-argument` for an emotion that is not among `labels`; `interrupted` on abort;
 * the error of the first fold that fails, with the fold's name.
 */
export async function crossValidate(options: CrossValidationOptions): Promise<ModelResult> {
  const { clips, labels, protocol, copySources, signal } = options;
  const labelIndices = indicesOf(clips, labels);
  const split = splitClips(clips, protocol, options);
  const folds = split.folds
    .map((fold, f) => withValidation(fold, options, f))
    .map((fold) => (copySources === undefined ? fold : withCopies(fold, copySources)));
  const trueOf = (fold: Fold): number[] => fold.test.map((i) => labelIndices[i]!);
  let finished = 0;
  const outcomes = await Promise.all(
    folds.map(async (fold) => {
      try {
        assertNoLeak(fold, clips, split.speakerDependent, copySources);
        throwIfAborted(signal);
        const trained = await options.trainFold(fold);
        throwIfAborted(signal);
        const result = foldResult(fold, trained, trueOf(fold), labels.length);
        options.onFold?.(++finished, folds.length, result);
        return { predicted: trained.predicted, result };
      } catch (error) {
        throwIfAborted(signal);
        throw inFold(error, options, fold);
      }
    }),
  );
  const tested = {
    clips: folds.flatMap(({ test }) => test.map((i) => clips[i]!)),
    trueIndices: folds.flatMap(trueOf),
    predictedIndices: outcomes.flatMap(({ predicted }) => [...predicted]),
    classes: labels.length,
  };
  const predictions = { ...tested, speakerIds: tested.clips.map(({ speakerId }) => speakerId) };
  const confusion = confusionMatrix(tested.trueIndices, tested.predictedIndices, labels.length);
  return {
    model: options.model,
    set: options.set,
    protocol,
    speakerDependent: split.speakerDependent,
    ...scores(confusion),
    interval: {
      accuracy: bootstrapInterval(predictions, accuracy, new Random(options.seed)),
      uar: bootstrapInterval(predictions, uar, new Random(options.seed)),
    },
    labels,
    confusion,
    emotions: classScores(confusion).map((figures, c) => ({ label: labels[c]!, ...figures })),
    speakers: speakerScores(tested),
    folds: outcomes.map(({ result }) => result),
    seconds: {
      features: options.featureSeconds,
      training: outcomes.reduce((sum, { result }) => sum + result.seconds, 0),
    },
    settings: options.settings,
    warnings: split.warnings,
  };
}

function indicesOf(clips: readonly SplitClip[], labels: readonly string[]): number[] {
  return clips.map(({ emotion }, i) => {
    const index = labels.indexOf(emotion);
    if (index >= 0) return index;
    throw new AffektError(
      "invalid-argument",
      `cross-validation: clip ${i} is labelled ${emotion}, which is not among the labels ${labels.join(", ")}`,
    );
  });
}

function withValidation(
  fold: Fold,
  { clips, seed, validationSpeakers = 0 }: CrossValidationOptions,
  index: number,
): Fold {
  if (validationSpeakers === 0 || fold.validation !== undefined) return fold;
  return {
    ...fold,
    ...takeValidationSpeakers(fold.train, clips, validationSpeakers, seed + index),
  };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AffektError("interrupted", "the evaluation was interrupted");
}

function inFold(error: unknown, { model, protocol }: CrossValidationOptions, fold: Fold): Error {
  const where = `${model} on ${protocol}, fold ${fold.name}`;
  const message = `${where}: ${error instanceof Error ? error.message : String(error)}`;
  return error instanceof AffektError
    ? new AffektError(error.code, message, { cause: error })
    : new Error(message, { cause: error });
}

function foldResult(
  { name, train, validation = [], test, testSpeakers }: Fold,
  { predicted, history, seconds }: TrainedFold,
  trueIndices: readonly number[],
  classes: number,
): FoldResult {
  return {
    name,
    test: testSpeakers,
    clips: { train: train.length, validation: validation.length, test: test.length },
    ...scores(confusionMatrix(trueIndices, predicted, classes)),
    epochs: history.loss.length,
    history,
    seconds,
  };
}

/** What was said about the tested clips of all folds. */
interface Tested {
  readonly clips: readonly SplitClip[];
  readonly trueIndices: readonly number[];
  readonly predictedIndices: readonly number[];
  readonly classes: number;
}

function speakerScores({ clips, trueIndices, predictedIndices, classes }: Tested): SpeakerScores[] {
  const names = speakerNames(clips);
  const bySpeaker = Map.groupBy(clips.keys(), (i) => names.get(clips[i]!.speakerId)!);
  return [...bySpeaker]
    .sort(([a], [b]) => byName(a, b))
    .map(([speaker, own]) => {
      const confusion = confusionMatrix(
        own.map((i) => trueIndices[i]!),
        own.map((i) => predictedIndices[i]!),
        classes,
      );
      return { speaker, clips: own.length, accuracy: accuracy(confusion), uar: uar(confusion) };
    });
}

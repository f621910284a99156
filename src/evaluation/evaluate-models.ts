import { describeAugmentation } from "../augmentation/augmentation.ts";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { AffektError } from "../errors.ts";
import { rowShape, selectRows } from "../math/matrix.ts";
import { scores } from "../metrics/scores.ts";
import { checkFits } from "../models/build-network.ts";
import { kindOf } from "../models/kinds/model-kinds.ts";
import { selectLabelled } from "../models/labelled-rows.ts";
import { membersOf, type ModelSpec } from "../models/model-spec.ts";
import { presetModel } from "../models/presets.ts";
import { printedSettings } from "../models/printed-settings.ts";
import { selectTraining } from "../models/training/select-training.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import { atMost } from "../parallel/at-most.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import type { Pool } from "../parallel/pool.ts";
import { assertNoLeak, type Fold, takeValidationSpeakers, withAugmented } from "../splits/folds.ts";
import { defaultProtocol, type Protocol, type Split, splitClips } from "../splits/protocols.ts";
import { VERSION } from "../version.ts";
import { summarizeData } from "./data-summary.ts";
import type { FoldJobs, FoldOutput } from "./fold-job.ts";
import type { ClipPrediction, EvaluationResult, FoldResult, ModelResult } from "./result.ts";
import { confusionOf, scorePredictions } from "./score-predictions.ts";

/** A model to evaluate. */
export interface Candidate {
  /** Any name that tells the candidates apart. */
  readonly name: string;
  readonly model: ModelSpec;
}

/** Options of `evaluateModels`. */
export interface EvaluateModelsOptions {
  /** Default: `mlp` and `cnn`. */
  readonly candidates?: readonly Candidate[];
  /** Default: `emobox-6` on the whole of RAVDESS, `group-k` elsewhere. */
  readonly protocols?: readonly Protocol[];
  /** Default 0. */
  readonly seed?: number;
  /** The number of folds of `group-k`; default 5, or one a speaker where there are fewer. */
  readonly folds?: number | undefined;
  /** Training speakers of each fold that are held out to stop early; default none. `fixed` brings its own. */
  readonly validationSpeakers?: number | undefined;
  readonly pool: Pool<FoldJobs>;
  /** Called as each fold of any model ends. */
  readonly onFold?: (finished: number, folds: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Warnings about the data that the result is to hold. */
  readonly warnings?: readonly string[];
}

const OPTION_NAMES: OptionNames<EvaluateModelsOptions> = {
  candidates: true,
  protocols: true,
  seed: true,
  folds: true,
  validationSpeakers: true,
  pool: true,
  onFold: true,
  signal: true,
  warnings: true,
};

const DEFAULT_CANDIDATES: readonly Candidate[] = (["mlp", "cnn"] as const).map((name) => ({
  name,
  model: presetModel(name),
}));

/**
 * Cross-validates models by protocols, all folds on one pool. Results are in the order of the protocols, then of the candidates.
 * @throws {AffektError} as `splitClips`; `mismatch` where a model does not take such features; `interrupted`; the error of the first fold
 * that fails, with the fold's name.
 */
export async function evaluateModels(
  labelled: LabelledClips,
  options: EvaluateModelsOptions,
): Promise<EvaluationResult> {
  assertOptionNames(options, OPTION_NAMES, "evaluateModels");
  const {
    candidates = DEFAULT_CANDIDATES,
    protocols = [defaultProtocol(labelled.clips)],
    seed = 0,
    pool,
    onFold,
    signal,
    warnings = [],
  } = options;
  for (const { model } of candidates) checkFits(model, rowShape(labelled.X));
  const splits = protocols.map((protocol) =>
    prepareSplit(labelled, protocol, { ...options, seed }),
  );
  const runs = splits.flatMap((split) => candidates.map((candidate) => ({ split, candidate })));
  const tasks = runs
    .flatMap((run) => run.split.folds.map((fold) => ({ run, fold })))
    // slow folds come first, so that no worker is left alone with one at the end
    .toSorted((a, b) => cost(b.run.candidate) - cost(a.run.candidate));
  // rows are copied for a fold only when its turn comes; one more than there are workers, so that each finds its next fold ready
  const turn = atMost(pool.size + 1);
  const outputs = new Map<Run, Map<Fold, FoldOutput>>(runs.map((run) => [run, new Map()]));
  let finished = 0;
  await Promise.all(
    tasks.map(({ run, fold }) =>
      turn(async () => {
        throwIfAborted(signal, "the evaluation was interrupted");
        const input = {
          ...selectTraining(labelled, fold.train, fold.augmented),
          spec: run.candidate.model,
          validation: fold.validation && selectLabelled(labelled, fold.validation),
          test: selectRows(labelled.X, fold.test),
          seed,
        };
        const output = await pool.run("fold", input, { signal }).catch((error: unknown) => {
          throwIfAborted(signal, "the evaluation was interrupted");
          throw inFold(error, run, fold);
        });
        outputs.get(run)!.set(fold, output);
        onFold?.(++finished, tasks.length);
      }),
    ),
  );
  return {
    version: VERSION,
    date: new Date().toISOString(),
    seed,
    data: summarizeData(labelled),
    models: runs.map((run) => modelResult(labelled, run, outputs.get(run)!, seed)),
    warnings: [...labelled.warnings, ...warnings],
  };
}

/** One model by one protocol. */
interface Run {
  readonly split: Split;
  readonly candidate: Candidate;
}

function prepareSplit(
  { clips, augmented }: LabelledClips,
  protocol: Protocol,
  {
    seed,
    folds: count,
    validationSpeakers = 0,
  }: Pick<EvaluateModelsOptions, "folds" | "validationSpeakers"> & { readonly seed: number },
): Split {
  const split = splitClips(clips, { protocol, seed, folds: count });
  const folds = split.folds.map((fold, f) => {
    const held =
      validationSpeakers === 0 || fold.validation !== undefined
        ? fold
        : { ...fold, ...takeValidationSpeakers(fold.train, clips, validationSpeakers, seed + f) };
    const whole = augmented === undefined ? held : withAugmented(held, augmented.sources);
    assertNoLeak(whole, clips, split.speakerDependent, augmented?.sources);
    return whole;
  });
  return { ...split, folds };
}

function cost({ model }: Candidate): number {
  return membersOf(model).some(({ kind }) => kindOf(kind).cost === "high") ? 1 : 0;
}

function inFold(error: unknown, { candidate, split }: Run, fold: Fold): Error {
  const message = `${candidate.name} on ${split.protocol}, fold ${fold.name}: ${error instanceof Error ? error.message : String(error)}`;
  return error instanceof AffektError
    ? new AffektError(error.code, message, { cause: error })
    : new Error(message, { cause: error });
}

function modelResult(
  { set, clips, labels, augmented, featureSeconds }: LabelledClips,
  { split, candidate }: Run,
  outputs: ReadonlyMap<Fold, FoldOutput>,
  seed: number,
): ModelResult {
  const byFold = split.folds.map((fold) => ({ fold, output: outputs.get(fold)! }));
  const predictions = byFold.flatMap(({ fold, output }) =>
    fold.test.map((i, row): ClipPrediction => {
      const probabilities = probabilitiesOf(output, row, labels);
      const predicted = labels[probabilities.indexOf(Math.max(...probabilities))]!;
      return { fold: fold.name, clip: clips[i]!, predicted, probabilities };
    }),
  );
  return {
    model: candidate.name,
    set: set.name,
    protocol: split.protocol,
    speakerDependent: split.speakerDependent,
    labels,
    ...scorePredictions(predictions, labels, seed),
    folds: byFold.map(({ fold, output }) => foldResult(fold, output, predictions, labels)),
    predictions,
    seconds: {
      features: featureSeconds,
      training: byFold.reduce((sum, { output }) => sum + output.seconds, 0),
    },
    settings: {
      ...printedSettings(candidate.model),
      ...(augmented && { augmentation: describeAugmentation(augmented.augmentation) }),
    },
    warnings: split.warnings,
  };
}

/** A test clip's probabilities in the order of all labels; an emotion that the fold's training does not have gets 0. */
function probabilitiesOf(
  { probabilities: { data, columns }, labels: known }: FoldOutput,
  row: number,
  labels: readonly string[],
): number[] {
  const own = data.subarray(row * columns, (row + 1) * columns);
  return labels.map((label) => own[known.indexOf(label)] ?? 0);
}

function foldResult(
  { name, train, validation = [], test, testSpeakers }: Fold,
  { history, seconds }: FoldOutput,
  predictions: readonly ClipPrediction[],
  labels: readonly string[],
): FoldResult {
  const own = predictions.filter(({ fold }) => fold === name);
  return {
    name,
    test: testSpeakers,
    clips: { train: train.length, validation: validation.length, test: test.length },
    ...scores(confusionOf(own, labels)),
    epochs: history.loss.length,
    history,
    seconds,
  };
}

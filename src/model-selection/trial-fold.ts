import { concatRows, selectRows } from "../math/linear-algebra/matrix.ts";
import { predictTrained } from "../models/inference/predictor.ts";
import { selectLabelled, type LabelledRows } from "../models/labelled-rows.ts";
import { type TrainedNetwork, trainOnRows } from "../models/training/train-on-rows.ts";
import { withSettings } from "../models/with-settings.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { TrainingError } from "../training/training-error.ts";
import type { FoldProgress, TrialFold, TrialInput } from "./trial-input.ts";

/** Options of `advanceFold`. */
export interface AdvanceOptions {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** The epoch to train to; by default all. */
  readonly level?: number | undefined;
  /** Called after each epoch, with a function that takes the progress; call it before the next epoch. */
  readonly onProgress: (take: () => FoldProgress) => void;
}

/**
 * Trains on an inner fold up to an epoch, and predicts its test side. The model is not calibrated: that would cost several trainings more and
 * does not change which emotion is the most probable. An ensemble is calibrated as a whole, so its members' plain probabilities are what it
 * averages.
 */
export async function advanceFold(
  input: TrialInput,
  fold: number,
  before: FoldProgress,
  { runtime, signal, level = Infinity, onProgress }: AdvanceOptions,
): Promise<FoldProgress> {
  if (before.isFinished === true) return before;
  const { spec, rows, seed, folds } = input;
  const sides = folds[fold]!;
  const start = performance.now();
  const seconds = (): number => (before.trainingSeconds ?? 0) + (performance.now() - start) / 1000;
  const pause = new AbortController();
  let training = before.training;
  let epoch = 0;
  let trained: TrainedNetwork;
  let isFinished = true;
  try {
    trained = await trainOnRows(
      {
        ...trainingRows(input, sides),
        spec: withSettings(spec, { calibration: "none" }),
        seed,
        validation: sides.validation && selectLabelled(rows, sides.validation),
      },
      {
        runtime,
        signal: AbortSignal.any([signal, pause.signal]),
        resume: training,
        onEpoch: (report) => void ({ epoch } = report),
        onState: (take) => {
          onProgress(() => ({ ...before, training: take(), trainingSeconds: seconds() }));
          if (epoch < level) return;
          training = take();
          if (!training.finished) pause.abort();
        },
      },
    );
  } catch (error) {
    const partial =
      error instanceof TrainingError && pause.signal.aborted && !signal.aborted
        ? (error.partial as TrainedNetwork | undefined)
        : undefined;
    if (partial === undefined) throw error;
    trained = partial;
    isFinished = false;
  }
  const trainingSeconds = seconds();
  const predicting = performance.now();
  const probabilities = await predictTrained(trained, selectRows(rows.X, sides.test), runtime);
  return {
    ...(!isFinished && { training: training! }),
    isFinished,
    predicted: { labels: trained.labels, probabilities },
    parameters: trained.parameters.length,
    trainingSeconds,
    predictionSeconds: (performance.now() - predicting) / 1000,
  };
}

function trainingRows(
  { rows, copies }: TrialInput,
  { train, augmented = [] }: TrialFold,
): LabelledRows {
  const clips = selectLabelled(rows, train);
  if (copies === undefined || augmented.length === 0) return clips;
  return {
    X: concatRows(clips.X, selectRows(copies.X, augmented)),
    y: [...clips.y, ...augmented.map((copy) => rows.y[copies.sources[copy]!]!)],
  };
}

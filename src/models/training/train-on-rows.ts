import { type Matrix, rowShape } from "../../math/linear-algebra/matrix.ts";
import { fromCallback } from "../../parallel/from-callback.ts";
import type { JobType } from "../../parallel/pool.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import type { Shape } from "../../network/shape.ts";
import type { Epoch, FitResult, TrainingControl } from "../../training/fit-options.ts";
import { convertResult } from "../../training/training-error.ts";
import { checkFinite } from "../check-finite.ts";
import type { Calibration } from "../inference/calibration.ts";
import { fitScaler, scaleFeatures, type StandardScaler } from "../inference/standard-scaler.ts";
import { fitAdaptation } from "../adaptation/fit-adaptation.ts";
import type { SpeakerAdaptation } from "../adaptation/speaker-adaptation.ts";
import type { LabelledRows } from "../labelled-rows.ts";
import { distinctLabels } from "../labels.ts";
import { completeSpec, isCalibrated, isScaled, type ModelSpec } from "../model-spec.ts";
import { calibrate } from "./calibrate.ts";
import { trainNetwork } from "./train-network.ts";

/** The input of a training. Structured-cloneable. */
export interface TrainingInput extends LabelledRows {
  readonly spec: ModelSpec;
  readonly validation?: LabelledRows | undefined;
  /** The speaker of each row, for models that are calibrated or adapted; undefined for an unknown one. */
  readonly speakers?: readonly (string | undefined)[] | undefined;
  /** The clip that each row comes from: an augmented copy has that of its source. By default each row is a clip of its own. */
  readonly sources?: readonly number[] | undefined;
  /** Whether to learn how the model is adapted to a speaker. All speakers must be known. */
  readonly learnsAdaptation?: boolean | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** Threads inside an operator; default 1, which is fastest where several trainings run at once. */
  readonly threads?: number | undefined;
}

/** A trained network. Structured-cloneable. */
export interface TrainedNetwork extends FitResult {
  readonly spec: ModelSpec;
  /** The classes, sorted. */
  readonly labels: readonly string[];
  /** The shape of a row: [columns], or [frames, width] of sequences. */
  readonly inputShape: Shape;
  /** Undefined for a network that takes its features as they are. */
  readonly scaler?: StandardScaler | undefined;
  /** Undefined for a model whose probabilities are taken as they are. */
  readonly calibration?: Calibration | undefined;
  /** Of a model that can be adapted to a speaker. */
  readonly adaptation?: SpeakerAdaptation | undefined;
  readonly seed: number;
}

/**
 * Trains a model on rows of raw features, behind a standard scaler that is fitted to the training rows unless its kind takes them as they are, and calibrates it where its
 * settings say so. The same input, runtime and seed
 * give the same model to the bit.
 * @throws {AffektError} as `trainNetwork`; `invalid-argument` for settings that are unknown or out of range.
 */
export async function trainOnRows(
  input: TrainingInput,
  control: TrainingControl & { readonly runtime: Runtime },
): Promise<TrainedNetwork> {
  const { runtime, signal } = control;
  const calibration = isCalibrated(input.spec)
    ? await calibrate(input, distinctLabels(input.y), {
        train: (part) => trainUncalibrated(part, { runtime, signal }),
        runtime,
      })
    : undefined;
  const adaptation = input.learnsAdaptation === true ? await adapt(input, runtime) : undefined;
  const training = trainUncalibrated(input, control);
  if (calibration === undefined && adaptation === undefined) return training;
  return convertResult(training, (result: TrainedNetwork) => ({
    ...result,
    ...(calibration && { calibration }),
    ...(adaptation && { adaptation }),
  }));
}

function adapt(
  { spec, X, y, speakers = [], seed = 0, threads }: TrainingInput,
  runtime: Runtime,
): Promise<SpeakerAdaptation> {
  const labels = distinctLabels(y);
  checkFinite("training", X);
  return fitAdaptation({ X, y, speakers }, async (rows) => {
    const own = { spec: completeSpec(spec), X: rows, y, labels, seed, runtime, threads };
    return (await trainNetwork(own)).parameters;
  });
}

async function trainUncalibrated(
  { spec, X, y, validation, seed = 0, threads }: TrainingInput,
  { runtime, ...control }: TrainingControl & { readonly runtime: Runtime },
): Promise<TrainedNetwork> {
  const complete = completeSpec(spec);
  const labels = distinctLabels(y);
  checkFinite("training", X);
  const scaler = isScaled(complete) ? fitScaler(X) : undefined;
  const scaled = (rows: Matrix): Matrix => (scaler ? scaleFeatures(scaler, rows) : rows);
  const training = trainNetwork({
    ...control,
    spec: complete,
    X: scaled(X),
    y,
    labels,
    validation: validation && { ...validation, X: scaled(validation.X) },
    seed,
    runtime,
    threads,
  });
  return convertResult(training, (result: FitResult): TrainedNetwork => ({
    spec: complete,
    labels,
    inputShape: rowShape(X),
    ...(scaler && { scaler }),
    seed,
    ...result,
  }));
}

/** The job that trainings need of a pool. */
export interface TrainJobs {
  readonly train: JobType<TrainingInput, Epoch, TrainedNetwork>;
}

/** The job `train`: trains on rows and yields the epochs. */
export function trainJob(
  input: TrainingInput,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal: AbortSignal },
): AsyncGenerator<Epoch, TrainedNetwork, void> {
  return fromCallback((push: (epoch: Epoch) => void) =>
    trainOnRows(input, { runtime, onEpoch: push, signal }),
  );
}

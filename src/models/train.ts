import { rowShape } from "../math/matrix.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { keepingDiverged } from "../training/diverged-error.ts";
import type { Epoch, FitOptions, FitResult } from "../training/fit-options.ts";
import { checkFinite } from "./finite-features.ts";
import { distinctLabels } from "./labels.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { fitScaler, scaleFeatures, type StandardScaler } from "./standard-scaler.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import { trainNetwork } from "./train-network.ts";
import { fromCallback } from "../parallel/from-callback.ts";
import type { JobType } from "../parallel/pool.ts";

/** What is trained on what; structured-cloneable. */
export interface TrainInput extends LabelledRows {
  readonly model: NetworkSettings;
  readonly validation?: LabelledRows | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** Threads inside an operator; default 1, which is fastest where several trainings run at once. */
  readonly threads?: number | undefined;
}

/** `TrainInput` with what cannot be cloned. */
export interface TrainOptions
  extends TrainInput, Pick<FitOptions, "onEpoch" | "signal" | "resume" | "onState"> {
  readonly runtime: Runtime;
}

/** A model as it was trained; structured-cloneable. */
export interface TrainedNetwork {
  readonly model: NetworkSettings;
  /** The classes, sorted. */
  readonly labels: readonly string[];
  /** The shape of a row: [columns], or [frames, width] of sequences. */
  readonly inputShape: readonly number[];
  readonly scaler: StandardScaler;
  readonly parameters: Float32Array;
  readonly history: readonly Epoch[];
  /** The epoch after which the parameters were taken. */
  readonly bestEpoch: number;
  readonly interrupted: boolean;
  readonly seed: number;
}

/**
 * Trains a model behind a standard scaler that sees the training rows only. The same input, runtime and seed give the
 * same model to the bit. Errors: `bad-data`, `invalid-argument`, `diverged` (a `DivergedError` with the model before).
 */
export async function train(options: TrainOptions): Promise<TrainedNetwork> {
  const { model, X, y, validation, seed = 0 } = options;
  const labels = distinctLabels(y);
  checkFinite("training", X);
  const scaler = fitScaler(X);
  const training = trainNetwork({
    ...options,
    X: scaleFeatures(scaler, X),
    labels,
    validation: validation && { ...validation, X: scaleFeatures(scaler, validation.X) },
    seed,
  });
  return keepingDiverged(training, (result: FitResult): TrainedNetwork => ({
    model,
    labels,
    inputShape: rowShape(X),
    scaler,
    seed,
    ...result,
  }));
}

/** The job that training needs of a pool. */
export interface TrainJobs {
  readonly train: JobType<TrainInput, Epoch, TrainedNetwork>;
}

/** The job `train`: yields the epochs. */
export function trainJob(
  input: TrainInput,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal: AbortSignal },
): AsyncGenerator<Epoch, TrainedNetwork, void> {
  return fromCallback((push: (epoch: Epoch) => void) =>
    train({ ...input, runtime, onEpoch: push, signal }),
  );
}

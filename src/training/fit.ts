import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";
import { Random } from "../math/random.ts";
import type { Network } from "../network/network.ts";
import type { Optimizer } from "../network/optimizers.ts";
import type { Runtime } from "../network/runtime.ts";
import { Batches } from "./batches.ts";
import { DivergedError } from "./diverged-error.ts";
import type { Schedule } from "./schedules.ts";
import { type StoppingOptions, StoppingRule } from "./stopping-rule.ts";
import { TrainingStep } from "./training-step.ts";

/** How good a network is on clips that it does not learn from. */
export interface Validation {
  /** 0…1, higher is better. */
  readonly score: number;
  /** Mean cross-entropy. */
  readonly loss: number;
}

/** What is known after an epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** The most that there will be. */
  readonly epochs: number;
  /** The mean loss over the epoch's batches, penalties included. */
  readonly loss: number;
  readonly validationScore?: number;
  readonly validationLoss?: number;
}

/** What a training takes. */
export interface FitOptions {
  readonly runtime: Runtime;
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Normalised features; a row is reshaped to the network's input. */
  readonly features: Matrix;
  /** One-hot classes, or any distributions over them. */
  readonly targets: Matrix;
  /** Starting values of all parameters. */
  readonly initial: Float32Array;
  readonly epochs: number;
  readonly batchSize: number;
  /** A new order of the rows in each epoch; default true. */
  readonly shuffle?: boolean;
  /** scikit-learn's `alpha`; default 0. */
  readonly l2?: number;
  /** Of the order and of dropout. */
  readonly seed: number;
  /** Without it, training goes on for all epochs. It watches the validation score where there is one, else the loss. */
  readonly stopping?: StoppingOptions;
  /** Measures the network after each epoch; the parameters with the best score (of equals: the lowest loss) are kept. */
  readonly validate?: (parameters: Float32Array) => Promise<Validation>;
  readonly onEpoch?: (epoch: Epoch) => void;
  /** Ends the training before the next batch, without an error. */
  readonly signal?: AbortSignal;
}

/** What a training gives. */
export interface FitResult {
  readonly parameters: Float32Array;
  readonly history: readonly Epoch[];
  /** The epoch after which the parameters were taken; where interrupted, the last one may be in part. */
  readonly bestEpoch: number;
  readonly interrupted: boolean;
}

/**
 * Trains a network by mini-batches. The same options, runtime and seed give the same parameters to the bit.
 * Errors: `invalid-argument` (epochs or batch size out of range), `diverged` (a `DivergedError` with the last good parameters) where the loss is not finite.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { seed, initial, l2 = 0 } = options;
  for (const name of ["epochs", "batchSize"] as const) {
    if (Number.isInteger(options[name]) && options[name] >= 1) continue;
    throw new AffektError(
      "invalid-argument",
      `training: ${name} must be an integer from 1, got ${options[name]}`,
    );
  }
  const batches = new Batches(options);
  const random = new Random(seed);
  const step = await TrainingStep.create({ ...options, initial, l2, seed });
  try {
    const run = new Run(options, initial);
    let interrupted = false;
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      if (options.shuffle ?? true) random.shuffle(batches.order);
      const loss = await runEpoch(step, batches, options, run.lastGood, epoch);
      interrupted = loss === undefined;
      if (loss === undefined || (await run.endEpoch(epoch, loss, step.parameters))) break;
    }
    return run.result(step.parameters, interrupted);
  } finally {
    await step.release();
  }
}

/** The mean loss of an epoch; `undefined` where it was interrupted. */
async function runEpoch(
  step: TrainingStep,
  batches: Batches,
  { schedule, signal }: FitOptions,
  lastGood: Float32Array,
  epoch: number,
): Promise<number | undefined> {
  let sum = 0;
  for (let i = 0; i < batches.count; i++) {
    if (signal?.aborted === true) return undefined;
    const batch = batches.at(i);
    const loss = await step.run(batch, schedule.learningRate);
    if (!Number.isFinite(loss)) throw new DivergedError(epoch, i + 1, batches.count, lastGood);
    sum += loss * batch.rows;
  }
  if (!step.parameters.every(Number.isFinite)) {
    throw new DivergedError(epoch, batches.count, batches.count, lastGood);
  }
  return sum / batches.order.length;
}

/** The state of a training between epochs. */
class Run {
  readonly #options: FitOptions;
  readonly #rule: StoppingRule | undefined;
  readonly #history: Epoch[] = [];
  readonly lastGood: Float32Array;
  #best: { epoch: number; validation: Validation; parameters: Float32Array } | undefined;

  constructor(options: FitOptions, initial: Float32Array) {
    this.#options = options;
    this.#rule = options.stopping && new StoppingRule(options.stopping);
    this.lastGood = Float32Array.from(initial);
  }

  /** Takes the end of an epoch; true where training should stop. */
  async endEpoch(epoch: number, loss: number, parameters: Float32Array): Promise<boolean> {
    const { epochs, schedule, features, validate, onEpoch } = this.#options;
    this.lastGood.set(parameters);
    const validation = await validate?.(parameters);
    const report: Epoch = {
      epoch,
      epochs,
      loss,
      ...(validation && { validationScore: validation.score, validationLoss: validation.loss }),
    };
    if (validation !== undefined && isBetter(validation, this.#best?.validation)) {
      this.#best = { epoch, validation, parameters: Float32Array.from(parameters) };
    }
    this.#history.push(report);
    onEpoch?.(report);
    schedule.afterEpoch(epoch * features.rows);
    const plateau = this.#rule?.isPlateau(validation === undefined ? loss : -validation.score);
    return plateau === true && !schedule.plateau();
  }

  result(parameters: Float32Array, interrupted: boolean): FitResult {
    return {
      parameters: this.#best?.parameters ?? Float32Array.from(parameters),
      history: this.#history,
      bestEpoch: this.#best?.epoch ?? this.#history.length,
      interrupted,
    };
  }
}

function isBetter(now: Validation, best: Validation | undefined): boolean {
  if (best === undefined || now.score !== best.score) return now.score > (best?.score ?? -Infinity);
  return now.loss < best.loss;
}

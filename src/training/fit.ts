import { assertArgument } from "../errors.ts";
import type {
  BestEpoch,
  Epoch,
  FitOptions,
  FitResult,
  SolverOptions,
  TrainingState,
  Validation,
} from "./fit-options.ts";
import { completeFitSettings } from "./fit-settings.ts";
import { smoothedTargets } from "./label-smoothing.ts";
import { ClosedFormSolver } from "./solvers/closed-form-solver.ts";
import { LbfgsSolver } from "./solvers/lbfgs-solver.ts";
import { MiniBatchSolver } from "./solvers/mini-batch-solver.ts";
import type { Divergence, EpochDone, Solver } from "./solvers/solver.ts";
import { StoppingRule } from "./stopping-rule.ts";
import { TrainingError } from "./training-error.ts";
import { checkRows } from "./training-rows.ts";

/**
 * Trains a network on rows of features. The same options, runtime, threads and seed give the same parameters to the bit, also when the
 * training is resumed.
 * @throws {AffektError} `invalid-argument` for a setting out of range. {TrainingError} `diverged` when the loss is not finite,
 * `interrupted` when the signal aborts.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const settings = completeFitSettings(options.settings);
  checkRows(options, options.network.lengths);
  assertArgument(
    settings.specAugment === undefined || options.X.sequences !== undefined,
    "training: specAugment masks sequences of frames, but the features are vectors; take a set without statistics, such as frames, or leave it out",
  );
  assertArgument(
    settings.crops === undefined || options.network.lengths,
    "training: crops takes stretches of sequences of frames, but the features are vectors; take a set without statistics, such as frames, or leave it out",
  );
  if (options.signal?.aborted)
    throw interrupted(options.signal, "before the first epoch", undefined);
  const targets = smoothedTargets(options.targets, settings.loss);
  const complete: SolverOptions = { ...options, settings, targets };
  const solver = await createSolver(complete);
  try {
    return await new Training(complete, solver).run();
  } finally {
    await solver.release();
  }
}

async function createSolver(options: SolverOptions): Promise<Solver> {
  const { initial, resume, settings } = options;
  const { optimizer } = settings;
  const state = resume?.solver ?? { numbers: {}, vectors: { parameters: initial } };
  switch (optimizer.name) {
    case "lbfgs":
      return LbfgsSolver.create(options, optimizer, state);
    case "ridge":
    case "lda":
      return new ClosedFormSolver(options, optimizer, state);
    default:
      return MiniBatchSolver.create(options, optimizer, state);
  }
}

/** Epochs without improvement before training ends where there are validation rows. */
const PATIENCE_WITH_VALIDATION = 10;

/** A training: its epochs, the best of them, and when it ends. */
class Training {
  readonly #options: SolverOptions;
  readonly #solver: Solver;
  readonly #rule: StoppingRule | undefined;
  readonly #history: Epoch[];
  #epoch: number;
  #finished: boolean;
  /** The parameters after the last epoch. */
  #last: Float32Array;
  #best: BestEpoch | undefined;

  constructor(options: SolverOptions, solver: Solver) {
    const { resume, validate, settings } = options;
    const { minDelta, patience = validate && PATIENCE_WITH_VALIDATION } = settings;
    this.#options = options;
    this.#solver = solver;
    this.#rule =
      patience === undefined
        ? undefined
        : new StoppingRule({ minDelta, patience }, resume?.stopping);
    this.#history = [...(resume?.history ?? [])];
    this.#epoch = resume?.epoch ?? 0;
    this.#finished = resume?.finished ?? false;
    this.#last = Float32Array.from(solver.parameters);
    this.#best = resume?.best;
  }

  /** Runs the epochs that are left. */
  async run(): Promise<FitResult> {
    const { epochs } = this.#options.settings;
    while (!this.#finished && this.#epoch < epochs) {
      const outcome = await this.#solver.run(this.#epoch + 1);
      if (outcome === "interrupted") {
        throw interrupted(this.#options.signal, `in epoch ${this.#epoch + 1}`, this.#partial());
      }
      if ("divergedIn" in outcome) throw this.#divergence(outcome.divergedIn);
      await this.#endEpoch(outcome);
    }
    return this.#result(false);
  }

  async #endEpoch({ loss, learningRate, converged }: EpochDone): Promise<void> {
    const { settings, validate, onEpoch, onState } = this.#options;
    this.#epoch++;
    this.#last.set(this.#solver.parameters);
    const validation = await validate?.(this.#last);
    const report: Epoch = {
      epoch: this.#epoch,
      epochs: settings.epochs,
      loss,
      ...(learningRate !== undefined && { learningRate }),
      ...(validation && { validationScore: validation.score, validationLoss: validation.loss }),
    };
    this.#history.push(report);
    const monitored = this.#monitored(loss, validation);
    if (validation !== undefined && monitored < (this.#best?.monitored ?? Infinity)) {
      this.#best = { epoch: this.#epoch, monitored, parameters: Float32Array.from(this.#last) };
    }
    this.#solver.endEpoch(monitored);
    const stop = await onEpoch?.(report);
    this.#finished = converged === true || stop === "stop" || this.#isOver(monitored);
    await onState?.(() => this.#state());
  }

  #state(): TrainingState {
    return {
      epoch: this.#epoch,
      finished: this.#finished,
      solver: this.#solver.state(),
      ...(this.#rule && { stopping: this.#rule.state }),
      ...(this.#best && { best: this.#best }),
      history: [...this.#history],
    };
  }

  #monitored(loss: number, validation: Validation | undefined): number {
    if (validation === undefined) return loss;
    return this.#options.settings.monitor === "loss" ? validation.loss : -validation.score;
  }

  #isOver(monitored: number): boolean {
    if (this.#rule?.isPlateau(monitored) !== true) return false;
    if (!this.#solver.reduceLearningRate()) return true;
    this.#rule.restart();
    return false;
  }

  #divergence({ batch, batches, loss, cause }: Divergence): TrainingError<FitResult> {
    const what = Number.isFinite(loss) ? "a parameter is not finite" : `the loss is ${loss}`;
    const where = `epoch ${this.#epoch + 1}, batch ${batch} of ${batches}`;
    return new TrainingError("diverged", `training: ${what} in ${where}: ${cause}`, {
      partial: this.#partial(),
    });
  }

  #partial(): FitResult | undefined {
    return this.#epoch === 0 ? undefined : this.#result(true);
  }

  #result(interrupted: boolean): FitResult {
    return {
      parameters: Float32Array.from(this.#best?.parameters ?? this.#last),
      history: this.#history,
      bestEpoch: this.#best?.epoch ?? this.#history.length,
      interrupted,
    };
  }
}

function interrupted(
  signal: AbortSignal | undefined,
  when: string,
  partial: FitResult | undefined,
): TrainingError<FitResult> {
  const message = `training: interrupted ${when}`;
  return new TrainingError("interrupted", message, { partial, cause: signal?.reason });
}

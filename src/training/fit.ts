import { assertArgument } from "../errors.ts";
import { ClosedFormSolver } from "./solvers/closed-form-solver.ts";
import { DivergedError } from "./diverged-error.ts";
import { checkFitSettings } from "./fit-settings.ts";
import type {
  BestEpoch,
  Epoch,
  FitOptions,
  FitResult,
  SolverOptions,
  Validation,
} from "./fit-options.ts";
import { smoothedTargets } from "./label-smoothing.ts";
import { LbfgsSolver } from "./solvers/lbfgs-solver.ts";
import { MiniBatchSolver } from "./solvers/mini-batch-solver.ts";
import type { EpochDone, Solver } from "./solvers/solver.ts";
import { StoppingRule } from "./stopping-rule.ts";
import { checkRows } from "./training-rows.ts";

const DEFAULTS = {
  loss: { name: "categoricalCrossentropy" },
  optimizer: { name: "adam" },
  schedule: { name: "constant" },
  shuffle: true,
  mixup: 0,
  l1: 0,
  l2: 0,
  alpha: 0,
  emaMomentum: 0,
  dividesByWeights: false,
} as const;

/**
 * Trains a network. The same options, runtime, threads and seed give the same parameters to the bit, also where a training is resumed.
 * Errors: `invalid-argument` (a setting out of range), `diverged` (a `DivergedError` with the result of the epochs before) where the loss is not finite.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  checkFitSettings(options);
  checkRows(options, options.network.lengths);
  assertArgument(
    options.specAugment === undefined || options.features.sequences !== undefined,
    "training: specAugment masks sequences of frames, but the features are vectors; take a set without statistics, such as frames, or leave it out",
  );
  const complete = { ...DEFAULTS, ...options };
  const targets = smoothedTargets(options.targets, complete.loss);
  const solver = await createSolver({ ...complete, targets });
  try {
    return await new Training(options, solver).run();
  } finally {
    await solver.release();
  }
}

async function createSolver(options: SolverOptions): Promise<Solver> {
  const { initial, resume, optimizer } = options;
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

/** A training between its epochs: what is kept of them, and when it ends. */
class Training {
  readonly #options: FitOptions;
  readonly #solver: Solver;
  readonly #rule: StoppingRule | undefined;
  readonly #history: Epoch[];
  #epoch: number;
  #finished: boolean;
  /** The parameters after the last epoch. */
  #last: Float32Array;
  #best: BestEpoch | undefined;

  constructor(options: FitOptions, solver: Solver) {
    const { resume, patience, validate, minDelta = 1e-4 } = options;
    const most = patience ?? (validate && 10);
    this.#options = options;
    this.#solver = solver;
    this.#rule =
      most === undefined
        ? undefined
        : new StoppingRule({ minDelta, patience: most }, resume?.stopping);
    this.#history = [...(resume?.history ?? [])];
    this.#epoch = resume?.epoch ?? 0;
    this.#finished = resume?.finished ?? false;
    this.#last = Float32Array.from(solver.parameters);
    this.#best = resume?.best;
  }

  /** Goes through the epochs that are left. */
  async run(): Promise<FitResult> {
    const { epochs } = this.#options;
    while (!this.#finished && this.#epoch < epochs) {
      const outcome = await this.#solver.run(this.#epoch + 1);
      if (outcome === "interrupted") return this.#result(this.#solver.parameters, true);
      if ("divergedIn" in outcome) {
        const { batch, batches, loss, cause } = outcome.divergedIn;
        const what = Number.isFinite(loss) ? "a parameter is not finite" : `the loss is ${loss}`;
        throw new DivergedError(
          `training: ${what} in epoch ${this.#epoch + 1}, batch ${batch} of ${batches}: ${cause}`,
          this.#result(this.#last, true),
        );
      }
      await this.#endEpoch(outcome);
    }
    return this.#result(this.#last, false);
  }

  async #endEpoch({ loss, learningRate, converged }: EpochDone): Promise<void> {
    const { epochs, validate, onEpoch, onState } = this.#options;
    this.#epoch++;
    this.#last.set(this.#solver.parameters);
    const validation = await validate?.(this.#last);
    const report: Epoch = {
      epoch: this.#epoch,
      epochs,
      loss,
      ...(learningRate !== undefined && { learningRate }),
      ...(validation && { validationScore: validation.score, validationLoss: validation.loss }),
    };
    this.#history.push(report);
    const watched = this.#watched(loss, validation);
    if (validation !== undefined && watched < (this.#best?.watched ?? Infinity)) {
      this.#best = { epoch: this.#epoch, watched, parameters: Float32Array.from(this.#last) };
    }
    this.#solver.endEpoch(watched);
    const stop = await onEpoch?.(report);
    this.#finished = converged === true || stop === "stop" || this.#isOver(watched);
    await onState?.({
      epoch: this.#epoch,
      finished: this.#finished,
      solver: this.#solver.state(),
      ...(this.#rule && { stopping: this.#rule.state }),
      ...(this.#best && { best: this.#best }),
      history: [...this.#history],
    });
  }

  #watched(loss: number, validation: Validation | undefined): number {
    if (validation === undefined) return loss;
    return this.#options.monitor === "loss" ? validation.loss : -validation.score;
  }

  #isOver(watched: number): boolean {
    if (this.#rule?.isPlateau(watched) !== true) return false;
    if (!this.#solver.lower()) return true;
    this.#rule.restart();
    return false;
  }

  #result(parameters: Float32Array, interrupted: boolean): FitResult {
    return {
      parameters: Float32Array.from(this.#best?.parameters ?? parameters),
      history: this.#history,
      bestEpoch: this.#best?.epoch ?? this.#history.length,
      interrupted,
    };
  }
}

import { solveLda } from "./lda.ts";
import type { SolverOptions } from "../fit-options.ts";
import type { OptimizerOf } from "../fit-settings.ts";
import { meanCrossentropy, type LinearModel } from "./linear-model.ts";
import { solveRidge } from "./ridge.ts";
import type { EpochDone, Solver, SolverState } from "./solver.ts";

/** Optimisers that solve a linear model. */
type ClosedFormSettings = OptimizerOf<"ridge" | "lda">;

/** Solves a linear model in one epoch, whose loss is the mean cross-entropy. */
export class ClosedFormSolver implements Solver {
  readonly parameters: Float32Array;
  readonly #options: SolverOptions;
  readonly #settings: ClosedFormSettings;

  constructor(options: SolverOptions, settings: ClosedFormSettings, { vectors }: SolverState) {
    this.parameters = Float32Array.from(vectors["parameters"]!);
    this.#options = options;
    this.#settings = settings;
  }

  run(): Promise<EpochDone> {
    const { kernel, bias } = this.#solve();
    this.parameters.set(kernel);
    this.parameters.set(bias, kernel.length);
    const loss = meanCrossentropy({ kernel, bias }, this.#options);
    return Promise.resolve({ loss, converged: true });
  }

  #solve(): LinearModel {
    const settings = this.#settings;
    return settings.name === "ridge"
      ? solveRidge(this.#options, settings)
      : solveLda(this.#options, settings);
  }

  endEpoch(): void {}

  reduceLearningRate(): boolean {
    return false;
  }

  state(): SolverState {
    return { numbers: {}, vectors: { parameters: this.parameters.slice() } };
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

import { indexOfNonFinite } from "../../math/non-finite.ts";
import type { OptimizerSettings } from "../../network/graphs/optimizers.ts";
import { Batches } from "../batches.ts";
import type { SolverOptions } from "../fit-options.ts";
import { divergenceCause } from "../divergence-cause.ts";
import { type Schedule, scheduleOf } from "../schedules.ts";
import type { EpochOutcome, Solver, SolverState } from "./solver.ts";
import { type StepVectors, TrainingStep } from "../training-step.ts";

/** Gradient descent by mini-batches, with one step of the optimiser for each. */
export class MiniBatchSolver implements Solver {
  readonly #signal: AbortSignal | undefined;
  readonly #batches: Batches;
  readonly #schedule: Schedule;
  readonly #step: TrainingStep;

  /** Compiles the training step, to continue from a state. */
  static async create(
    options: SolverOptions,
    optimizer: OptimizerSettings,
    { numbers, vectors }: SolverState,
  ): Promise<MiniBatchSolver> {
    const { X, signal, settings } = options;
    const { learningRate, epochs } = settings;
    const { steps = 0, ...schedule } = numbers;
    const batches = new Batches(options);
    const context = { learningRate, epochs, stepsPerEpoch: batches.count, rows: X.rows };
    return new MiniBatchSolver(
      signal,
      batches,
      scheduleOf(settings.schedule, context, schedule),
      await TrainingStep.create(
        { ...options, ...settings, optimizer },
        vectors as StepVectors,
        steps,
      ),
    );
  }

  private constructor(
    signal: AbortSignal | undefined,
    batches: Batches,
    schedule: Schedule,
    step: TrainingStep,
  ) {
    this.#signal = signal;
    this.#batches = batches;
    this.#schedule = schedule;
    this.#step = step;
  }

  get parameters(): Float32Array {
    return this.#step.parameters;
  }

  async run(epoch: number): Promise<EpochOutcome> {
    const { count } = this.#batches;
    this.#batches.start(epoch);
    let [sum, rows, learningRate] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      if (this.#signal?.aborted === true) return "interrupted";
      const batch = this.#batches.at(i);
      learningRate = this.#schedule.rate(this.#step.steps, epoch - 1);
      const loss = await this.#step.run(batch, learningRate);
      const last = i === count - 1;
      if (!Number.isFinite(loss) || (last && indexOfNonFinite(this.parameters) >= 0)) {
        const cause =
          divergenceCause(batch) ??
          `the learning rate of ${learningRate} is probably too high; take a lower one, or clip gradients`;
        return { divergedIn: { batch: i + 1, batches: count, loss, cause } };
      }
      sum += loss * batch.rows;
      rows += batch.rows;
    }
    return { loss: sum / rows, learningRate };
  }

  endEpoch(monitored: number): void {
    this.#schedule.endEpoch(monitored);
  }

  reduceLearningRate(): boolean {
    return this.#schedule.reduceLearningRate();
  }

  state(): SolverState {
    const { steps, vectors } = this.#step;
    const copies = Object.entries(vectors).map(([name, values]) => [name, values.slice()] as const);
    return {
      numbers: { ...this.#schedule.state, steps },
      vectors: Object.fromEntries(copies),
    };
  }

  release(): Promise<void> {
    return this.#step.release();
  }
}

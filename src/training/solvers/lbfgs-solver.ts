import { AffektError } from "../../errors.ts";
import type { Session, Tensor } from "../../network/runtime/runtime.ts";
import { objectiveGraph } from "../../network/graphs/objective-graph.ts";
import { type Batch, Batches } from "../batches.ts";
import type { SolverOptions } from "../fit-options.ts";
import type { OptimizerOf } from "../fit-settings.ts";
import { type Evaluation, Lbfgs, type LbfgsState } from "./lbfgs.ts";
import { divergenceCause } from "../divergence-cause.ts";
import type { EpochOutcome, Solver, SolverState } from "./solver.ts";

/** L-BFGS on all rows at once. An epoch is an iteration. */
export class LbfgsSolver implements Solver {
  readonly #settings: OptimizerOf<"lbfgs">;
  readonly #session: Session;
  readonly #batch: Batch;
  readonly #decay: Tensor;
  readonly #signal: AbortSignal | undefined;
  readonly #start: Float64Array;
  #minimiser: Lbfgs | undefined;

  /** Compiles the loss and its gradient, to continue from a state. */
  static async create(
    options: SolverOptions,
    settings: OptimizerOf<"lbfgs">,
    state: SolverState,
  ): Promise<LbfgsSolver> {
    const { runtime, threads, network } = options;
    const { model, randomInputs } = objectiveGraph(network, { ...options.settings, decays: true });
    checkPossible(options, randomInputs.length > 0);
    const session = await runtime.createSession(model, { threads });
    return new LbfgsSolver(options, settings, session, state);
  }

  private constructor(
    options: SolverOptions,
    settings: OptimizerOf<"lbfgs">,
    session: Session,
    state: SolverState,
  ) {
    const { alpha, l2 } = options.settings;
    const all = { ...options.settings, batchSize: options.X.rows, shuffle: false };
    this.#settings = settings;
    this.#session = session;
    this.#batch = new Batches({ ...options, settings: all }).at(0);
    this.#decay = { data: Float32Array.of(2 * l2 + alpha / this.#batch.divisor), dims: [] };
    this.#signal = options.signal;
    const saved = minimiserState(state);
    this.#start = saved?.point ?? Float64Array.from(state.vectors["parameters"]!);
    if (saved !== undefined) this.#minimiser = this.#lbfgs(saved);
  }

  get parameters(): Float32Array {
    return Float32Array.from(this.#minimiser?.state.point ?? this.#start);
  }

  async run(): Promise<EpochOutcome> {
    if (this.#minimiser === undefined) {
      const first = await this.#evaluate(this.#start);
      if (first === undefined) return "interrupted";
      if (!Number.isFinite(first.value)) return this.#diverged(first.value);
      const state = { ...first, point: this.#start, pairs: [], iterations: 0, evaluations: 1 };
      this.#minimiser = this.#lbfgs(state);
    }
    const outcome = await this.#minimiser.iterate();
    if (outcome === "interrupted") return outcome;
    const { value: loss, evaluations } = this.#minimiser.state;
    const ends = outcome !== "improved" || evaluations > this.#settings.maxFun;
    return ends ? { loss, converged: true } : { loss };
  }

  endEpoch(): void {}

  reduceLearningRate(): boolean {
    return false;
  }

  state(): SolverState {
    const { state } = this.#minimiser!;
    const { value, iterations, evaluations, point, gradient, pairs } = state;
    const vectors = Object.fromEntries(
      pairs.flatMap(({ step, change }, i) => [
        [`step ${i}`, step],
        [`change ${i}`, change],
      ]),
    );
    return {
      numbers: { value, iterations, evaluations, pairs: pairs.length },
      vectors: { parameters: point, gradient, ...vectors },
    };
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #lbfgs(state: LbfgsState): Lbfgs {
    return new Lbfgs((point) => this.#evaluate(point), this.#settings, state);
  }

  async #evaluate(point: Float64Array): Promise<Evaluation | undefined> {
    if (this.#signal?.aborted === true) return undefined;
    const dims = [point.length];
    const parameters = { data: Float32Array.from(point), dims };
    const remainder = {
      data: Float32Array.from(point, (value, i) => value - parameters.data[i]!),
      dims,
    };
    const { features, targets, weights, lengths } = this.#batch;
    const outputs = await this.#session.run({
      parameters,
      remainder,
      features,
      targets,
      weights,
      decay: this.#decay,
      ...(lengths && { lengths }),
    });
    const exact = (name: string): Float64Array => {
      const rest = outputs[`${name}Remainder`]!.data;
      return Float64Array.from(outputs[name]!.data, (value, i) => value + rest[i]!);
    };
    return { value: exact("loss")[0]!, gradient: exact("gradient") };
  }

  #diverged(loss: number): EpochOutcome {
    const cause = divergenceCause(this.#batch) ?? "the starting values are too large";
    return { divergedIn: { batch: 1, batches: 1, loss, cause } };
  }
}

function minimiserState({ numbers, vectors }: SolverState): LbfgsState | undefined {
  const { value, iterations, evaluations, pairs = 0 } = numbers;
  if (value === undefined || iterations === undefined || evaluations === undefined)
    return undefined;
  const vector = (name: string): Float64Array => Float64Array.from(vectors[name]!);
  return {
    value,
    iterations,
    evaluations,
    point: vector("parameters"),
    gradient: vector("gradient"),
    pairs: Array.from({ length: pairs }, (_, i) => ({
      step: vector(`step ${i}`),
      change: vector(`change ${i}`),
    })),
  };
}

/** @throws {AffektError} `invalid-argument` for what L-BFGS cannot do. */
function checkPossible(options: SolverOptions, isRandom: boolean): void {
  const { network, settings } = options;
  const { mixup, specAugment, crops, emaMomentum } = settings;
  const { clipNorm, globalClipNorm, clipValue } = settings;
  const without = {
    dropout: isRandom,
    mixup: mixup > 0,
    specAugment: specAugment !== undefined,
    crops: crops !== undefined,
    "a moving average": emaMomentum > 0,
    "clipped gradients": (clipNorm ?? globalClipNorm ?? clipValue) !== undefined,
    "layers that keep a state": network.trainableSize < network.size,
  };
  for (const [what, asked] of Object.entries(without)) {
    if (!asked) continue;
    throw new AffektError(
      "invalid-argument",
      `training: lbfgs works on all rows at once and without ${what}; take another optimizer`,
    );
  }
}

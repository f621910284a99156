import type { Network } from "../network/network.ts";
import {
  type Optimizer,
  optimizerOf,
  type OptimizerSettings,
} from "../network/graphs/optimizers.ts";
import type { Runtime, Session, Tensor } from "../network/runtime/runtime.ts";
import type { GradientSettings } from "../network/graphs/gradient.ts";
import { trainingGraph } from "../network/graphs/training-graph.ts";
import type { Batch } from "./batches.ts";
import { RandomInputs } from "./random-inputs.ts";

/** Options of `TrainingStep`. */
export interface TrainingStepOptions extends Omit<GradientSettings, "decays"> {
  readonly runtime: Runtime;
  /** Threads inside an operator; default 1. */
  readonly threads?: number | undefined;
  readonly network: Network;
  readonly optimizer: OptimizerSettings;
  /** Keras' strength of the L2 penalty; default 0, none. */
  readonly l2?: number;
  /** scikit-learn's strength of the L2 penalty, divided by the rows of a batch; default 0, none. */
  readonly alpha?: number;
  /** Share of the old value in the moving average of the parameters; default 0, none. */
  readonly emaMomentum?: number;
  /** Seed of dropout masks and noise. */
  readonly seed: number;
}

/** Vectors by name: parameters, the optimiser's slots, the average. */
export type StepVectors = Readonly<Record<string, Float32Array>>;

/** The training step of a network on a runtime, with the parameters and the optimiser's state as they go from step to step. */
export class TrainingStep {
  readonly #session: Session;
  readonly #options: TrainingStepOptions;
  readonly #optimizer: Optimizer;
  readonly #random: RandomInputs;
  readonly #loss: Tensor = scalar();
  readonly #decay: Tensor = scalar();
  readonly #averageMomentum: Tensor = scalar();
  readonly #scalars = new Map<string, Tensor>();
  #before: Record<string, Tensor>;
  #after: Record<string, Tensor>;
  #steps: number;

  /** Compiles the step. It continues from `vectors` (copied; missing slots are zeros) after `steps` steps. */
  static async create(
    options: TrainingStepOptions,
    vectors: StepVectors,
    steps = 0,
  ): Promise<TrainingStep> {
    const { runtime, threads, network, l2 = 0, alpha = 0, emaMomentum = 0, seed } = options;
    const { model, randomInputs } = trainingGraph(network, optimizerOf(options.optimizer), {
      ...options,
      decays: l2 > 0 || alpha > 0,
      averages: emaMomentum > 0,
    });
    const session = await runtime.createSession(model, { threads });
    return new TrainingStep(session, options, new RandomInputs(randomInputs, seed), {
      vectors,
      steps,
    });
  }

  private constructor(
    session: Session,
    options: TrainingStepOptions,
    random: RandomInputs,
    { vectors, steps }: { vectors: StepVectors; steps: number },
  ) {
    this.#session = session;
    this.#options = options;
    this.#optimizer = optimizerOf(options.optimizer);
    this.#random = random;
    this.#steps = steps;
    const { network, emaMomentum = 0 } = options;
    const trainable = [...this.#optimizer.slots, ...(emaMomentum > 0 ? ["average"] : [])];
    const zeros = (): Record<string, Tensor> => ({
      parameters: vector(network.size),
      ...Object.fromEntries(trainable.map((name) => [name, vector(network.trainableSize)])),
    });
    this.#before = zeros();
    this.#after = zeros();
    for (const [name, { data }] of Object.entries(this.#before)) data.set(vectors[name] ?? []);
  }

  /** The number of steps taken. */
  get steps(): number {
    return this.#steps;
  }

  /** The vectors that go from step to step, as views that the next step overwrites or leaves behind. */
  get vectors(): StepVectors {
    const vectors = Object.entries(this.#before).map(([name, { data }]) => [name, data] as const);
    return Object.fromEntries(vectors);
  }

  /** The parameters, or their moving averages where there are any. A view, as of `vectors`, or a copy. */
  get parameters(): Float32Array {
    const { parameters, average } = this.#before;
    if (average === undefined || this.#steps === 0) return parameters!.data;
    const averaged = Float32Array.from(parameters!.data);
    averaged.set(average.data);
    return averaged;
  }

  /** Takes one step and returns the loss before it. Two steps must not overlap. */
  async run(batch: Batch, learningRate: number): Promise<number> {
    const { l2 = 0, alpha = 0, emaMomentum = 0 } = this.#options;
    this.#averageMomentum.data[0] = this.#steps === 0 ? 0 : emaMomentum;
    this.#steps++;
    this.#decay.data[0] = 2 * l2 + alpha / batch.divisor;
    const feeds: Record<string, Tensor> = {
      ...this.#before,
      ...this.#random.at(this.#steps, batch.rows),
      features: batch.features,
      targets: batch.targets,
      weights: batch.weights,
    };
    if (batch.lengths !== undefined) feeds["lengths"] = batch.lengths;
    if (l2 > 0 || alpha > 0) feeds["decay"] = this.#decay;
    if (emaMomentum > 0) feeds["averageMomentum"] = this.#averageMomentum;
    const scalars = this.#optimizer.scalars(learningRate, this.#steps);
    for (const [name, value] of Object.entries(scalars)) feeds[name] = this.#scalar(name, value);
    const into: Record<string, Tensor> = { loss: this.#loss };
    for (const [name, tensor] of Object.entries(this.#after)) into[`${name}After`] = tensor;
    await this.#session.run(feeds, into);
    [this.#before, this.#after] = [this.#after, this.#before];
    return this.#loss.data[0]!;
  }

  /** Frees the compiled step. */
  release(): Promise<void> {
    return this.#session.release();
  }

  #scalar(name: string, value: number): Tensor {
    const tensor = this.#scalars.get(name) ?? scalar();
    tensor.data[0] = value;
    this.#scalars.set(name, tensor);
    return tensor;
  }
}

function vector(size: number): Tensor {
  return { data: new Float32Array(size), dims: [size] };
}

function scalar(): Tensor {
  return { data: new Float32Array(1), dims: [] };
}

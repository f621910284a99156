import type { Network } from "../network/network.ts";
import type { Optimizer } from "../network/optimizers.ts";
import type { Runtime, Session, Tensor } from "../network/runtime.ts";
import { type TrainingGraph, trainingGraph } from "../network/training-graph.ts";
import { RandomInputs } from "./random-inputs.ts";

/** What a training step is made of. */
export interface TrainingStepOptions {
  readonly runtime: Runtime;
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Starting values of all parameters; copied. */
  readonly initial: Float32Array;
  /** scikit-learn's `alpha`; default 0, no penalty. */
  readonly l2?: number;
  /** Of the random numbers. */
  readonly seed: number;
}

/** A mini-batch: `features` [rows, columns] and `targets` [rows, classes]. */
export interface Batch {
  readonly rows: number;
  readonly features: Tensor;
  readonly targets: Tensor;
}

/** The training step of a network on a runtime, with the parameters and the optimiser's state as they go from step to step. */
export class TrainingStep {
  readonly #session: Session;
  readonly #optimizer: Optimizer;
  readonly #l2: number;
  readonly #random: RandomInputs;
  readonly #loss: Tensor = scalar();
  readonly #rate: Tensor = scalar();
  readonly #scale: Tensor = scalar();
  readonly #decay: Tensor = scalar();
  #before: Record<string, Tensor>;
  #after: Record<string, Tensor>;
  #steps = 0;

  /** Compiles the step. */
  static async create(options: TrainingStepOptions): Promise<TrainingStep> {
    const graph = trainingGraph(options.network, options.optimizer, (options.l2 ?? 0) > 0);
    return new TrainingStep(await options.runtime.createSession(graph.model), graph, options);
  }

  private constructor(session: Session, graph: TrainingGraph, options: TrainingStepOptions) {
    const { network, optimizer, initial, l2 = 0, seed } = options;
    const vectors = (): Record<string, Tensor> => ({
      parameters: vector(network.size),
      ...Object.fromEntries(optimizer.slots.map((slot) => [slot, vector(network.trainableSize)])),
    });
    this.#session = session;
    this.#optimizer = optimizer;
    this.#l2 = l2;
    this.#random = new RandomInputs(graph.randomInputs, seed);
    this.#before = vectors();
    this.#after = vectors();
    this.#before["parameters"]!.data.set(initial);
  }

  /** The parameters as they are now; a view that the next step overwrites or leaves behind. */
  get parameters(): Float32Array {
    return this.#before["parameters"]!.data;
  }

  /** Takes one step and returns the loss before it. Two steps must not overlap. */
  async run({ rows, features, targets }: Batch, learningRate: number): Promise<number> {
    this.#steps++;
    this.#rate.data[0] = this.#optimizer.rate(learningRate, this.#steps);
    this.#scale.data[0] = 1 / rows;
    this.#decay.data[0] = this.#l2 / rows;
    const feeds: Record<string, Tensor> = {
      ...this.#before,
      ...this.#random.at(this.#steps, rows),
      features,
      targets,
      rate: this.#rate,
      scale: this.#scale,
    };
    if (this.#l2 > 0) feeds["decay"] = this.#decay;
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
}

function vector(size: number): Tensor {
  return { data: new Float32Array(size), dims: [size] };
}

function scalar(): Tensor {
  return { data: new Float32Array(1), dims: [] };
}

import type { Matrix } from "../math/matrix.ts";
import { confusionMatrix } from "../metrics/confusion.ts";
import { uar } from "../metrics/scores.ts";
import type { Network } from "../network/network.ts";
import type { Runtime, Session } from "../network/runtime.ts";
import { evaluationGraph } from "../network/training-graph.ts";
import type { Validation } from "../training/fit.ts";
import { highestColumns } from "./labels.ts";
import { runProbabilities } from "./probabilities.ts";

/** Measures a network's unweighted average recall and loss on rows held out. */
export class Validator {
  readonly #session: Session;
  readonly #network: Network;
  readonly #X: Matrix;
  readonly #truth: Uint32Array;

  /** Makes ready to measure on rows `X` whose classes are `truth`. */
  static async create(
    network: Network,
    X: Matrix,
    truth: Uint32Array,
    runtime: Runtime,
  ): Promise<Validator> {
    const session = await runtime.createSession(evaluationGraph(network));
    return new Validator(session, network, X, truth);
  }

  private constructor(session: Session, network: Network, X: Matrix, truth: Uint32Array) {
    this.#session = session;
    this.#network = network;
    this.#X = X;
    this.#truth = truth;
  }

  /** Score and loss of the network with these parameters. */
  async measure(parameters: Float32Array): Promise<Validation> {
    const { size, outputShape } = this.#network;
    const [classes = 0] = outputShape;
    const flat = { data: parameters, dims: [size] };
    const probabilities = await runProbabilities(this.#session, this.#X, classes, {
      parameters: flat,
    });
    const predicted = highestColumns(probabilities);
    const score = uar(confusionMatrix(this.#truth, predicted, classes));
    return { score, loss: crossEntropy(probabilities.data, this.#truth, classes) };
  }

  /** Frees its memory. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

function crossEntropy(probabilities: Float32Array, truth: Uint32Array, classes: number): number {
  const LOWEST = 1e-10;
  let sum = 0;
  truth.forEach((label, row) => {
    sum -= Math.log(Math.max(probabilities[row * classes + label]!, LOWEST));
  });
  return sum / truth.length;
}

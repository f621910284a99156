import type { Crops } from "../../augmentation/crops.ts";
import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { confusionMatrix } from "../../metrics/confusion.ts";
import { accuracy, uar } from "../../metrics/scores.ts";
import type { Network } from "../../network/network.ts";
import type { Runtime, Session } from "../../network/runtime/runtime.ts";
import { evaluationGraph } from "../../network/graphs/evaluation-graph.ts";
import type { Validation } from "../../training/fit-options.ts";
import { argmaxRows } from "../labels.ts";
import { runProbabilities } from "../inference/probabilities.ts";

/** The score of a validation: unweighted average recall, or scikit-learn's accuracy. */
export type Scoring = "uar" | "accuracy";

const SCORES = { uar, accuracy } as const;

/** Options of `Validator`. */
export interface ValidatorOptions {
  readonly network: Network;
  readonly crops?: Crops | undefined;
  readonly X: Matrix;
  /** The class of each row. */
  readonly truth: Uint32Array;
  readonly scoring: Scoring;
  readonly runtime: Runtime;
}

/** Measures the score and loss of a network on rows held out. */
export class Validator {
  readonly #session: Session;
  readonly #options: ValidatorOptions;

  /** Compiles the network. */
  static async create(options: ValidatorOptions): Promise<Validator> {
    const session = await options.runtime.createSession(
      evaluationGraph(options.network, options.crops),
    );
    return new Validator(session, options);
  }

  private constructor(session: Session, options: ValidatorOptions) {
    this.#session = session;
    this.#options = options;
  }

  /** Score and mean cross-entropy of the network with these parameters. */
  async measure(parameters: Float32Array): Promise<Validation> {
    const { network, X, truth, scoring } = this.#options;
    const [classes = 0] = network.outputShape;
    const flat = { data: parameters, dims: [network.size] };
    const probabilities = await runProbabilities(this.#session, X, classes, { parameters: flat });
    const predicted = argmaxRows(probabilities);
    const score = SCORES[scoring](confusionMatrix(truth, predicted, classes));
    return { score, loss: crossEntropy(probabilities.data, truth, classes) };
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

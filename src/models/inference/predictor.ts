import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import type { Runtime, Session } from "../../network/runtime/runtime.ts";
import { buildNetwork } from "../build-network.ts";
import { cropsOf } from "../model-spec.ts";
import type { TrainedNetwork } from "../training/train-on-rows.ts";
import { assertProbabilities, runProbabilities } from "./probabilities.ts";

/** The parts of a trained network that its predictions depend on. */
export type PredictingNetwork = Pick<
  TrainedNetwork,
  "spec" | "inputShape" | "labels" | "scaler" | "parameters" | "calibration"
>;

/** A trained network on a runtime. */
export class Predictor {
  readonly #session: Session;
  readonly #classes: number;
  readonly #owner: string;

  /** Compiles the network. `owner` names it in messages. */
  static async create(
    { spec, inputShape, labels, parameters, scaler, calibration }: PredictingNetwork,
    { runtime, owner }: { readonly runtime: Runtime; readonly owner: string },
  ): Promise<Predictor> {
    const network = buildNetwork(spec, { inputShape, classes: labels.length });
    const graph = inferenceGraph(network, {
      parameters,
      ...(scaler && { scaler }),
      crops: cropsOf(spec),
      calibration,
    });
    return new Predictor(await runtime.createSession(graph), labels.length, owner);
  }

  private constructor(session: Session, classes: number, owner: string) {
    this.#session = session;
    this.#classes = classes;
    this.#owner = owner;
  }

  /**
   * Probabilities [rows, classes] of raw features.
   * @throws {AffektError} `bad-data` where features or weights are so large that there are none.
   */
  async predictProba(X: Matrix): Promise<Matrix> {
    const probabilities = await runProbabilities(this.#session, X, this.#classes);
    assertProbabilities(probabilities, this.#owner);
    return probabilities;
  }

  /** Frees its memory. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

/** Probabilities [rows, classes] of raw features by a network that was just trained. */
export async function predictTrained(
  trained: PredictingNetwork,
  X: Matrix,
  runtime: Runtime,
): Promise<Matrix> {
  const predictor = await Predictor.create(trained, { runtime, owner: "predict" });
  try {
    return await predictor.predictProba(X);
  } finally {
    await predictor.release();
  }
}

import { type Matrix, selectRows } from "../math/linear-algebra/matrix.ts";
import { adaptedModel } from "../models/adaptation/adapt-to-speaker.ts";
import { adaptableModel } from "../models/adaptation/adaptable-model.ts";
import { estimateStatistics } from "../models/adaptation/speaker-statistics.ts";
import { Predictor } from "../models/inference/predictor.ts";
import type { TrainedNetwork } from "../models/training/train-on-rows.ts";
import type { Runtime } from "../network/runtime/runtime.ts";

/** What a model is adapted to for some of the tested rows. */
export interface CalibrationRows {
  /** Rows of one speaker, without labels. */
  readonly X: Matrix;
  /** The number of tested rows that the adapted model predicts. */
  readonly tested: number;
}

/** A model, and the number of tested rows that it predicts. */
interface Part {
  readonly predictor: Predictor;
  readonly tested: number;
}

/** Predicts the tested rows of a fold, adapted to their speakers where there is something to adapt to. */
export class FoldPredictor {
  readonly #parts: readonly Part[];
  readonly #classes: number;

  static async create(
    trained: TrainedNetwork,
    calibrations: readonly CalibrationRows[] | undefined,
    runtime: Runtime,
  ): Promise<FoldPredictor> {
    const options = { runtime, owner: "predict" };
    const parts =
      calibrations === undefined
        ? [{ predictor: await Predictor.create(trained, options), tested: Infinity }]
        : await Promise.all(
            calibrations.map(async ({ X, tested }) => {
              const model = adaptableModel(trained, "calibration");
              const adapted = adaptedModel(model, estimateStatistics(model, X));
              return {
                predictor: await Predictor.create({ ...trained, ...adapted }, options),
                tested,
              };
            }),
          );
    return new FoldPredictor(parts, trained.labels.length);
  }

  private constructor(parts: readonly Part[], classes: number) {
    this.#parts = parts;
    this.#classes = classes;
  }

  /** Probabilities [rows, classes] of the tested rows. */
  async predictProba(test: Matrix): Promise<Matrix> {
    const data = new Float32Array(test.rows * this.#classes);
    let start = 0;
    for (const { predictor, tested } of this.#parts) {
      const end = Math.min(test.rows, start + tested);
      const rows = Array.from({ length: end - start }, (_, i) => start + i);
      const own = await predictor.predictProba(selectRows(test, rows));
      data.set(own.data, start * this.#classes);
      start = end;
    }
    return { data, rows: test.rows, columns: this.#classes };
  }

  /** Frees its memory. */
  async release(): Promise<void> {
    for (const { predictor } of this.#parts) await predictor.release();
  }
}

import { type Matrix, rowOf } from "../math/matrix.ts";
import type { Tensor } from "../network/runtime.ts";
import type { Batch } from "./training-step.ts";

/** What mini-batches are cut from. */
export interface BatchesOptions {
  readonly features: Matrix;
  readonly targets: Matrix;
  readonly batchSize: number;
}

/** The mini-batches of an epoch; the last one may be smaller. */
export class Batches {
  /** The order of the rows, to be shuffled in place. */
  readonly order: Uint32Array;
  /** The count of batches. */
  readonly count: number;
  readonly #options: BatchesOptions;
  readonly #buffers = new Map<number, Batch>();

  constructor(options: BatchesOptions) {
    this.#options = options;
    this.order = Uint32Array.from({ length: options.features.rows }, (_, i) => i);
    this.count = Math.ceil(options.features.rows / options.batchSize);
  }

  /** The batch with index `i`; overwritten by the next call. */
  at(i: number): Batch {
    const { features, targets, batchSize } = this.#options;
    const rows = this.order.subarray(i * batchSize, (i + 1) * batchSize);
    const batch = this.#buffer(rows.length);
    copyRows(features, rows, batch.features);
    copyRows(targets, rows, batch.targets);
    return batch;
  }

  #buffer(rows: number): Batch {
    let batch = this.#buffers.get(rows);
    if (batch === undefined) {
      const { features, targets } = this.#options;
      batch = {
        rows,
        features: tensor(rows, features.columns),
        targets: tensor(rows, targets.columns),
      };
      this.#buffers.set(rows, batch);
    }
    return batch;
  }
}

function tensor(rows: number, columns: number): Tensor {
  return { data: new Float32Array(rows * columns), dims: [rows, columns] };
}

function copyRows(from: Matrix, rows: Uint32Array, to: Tensor): void {
  for (let i = 0; i < rows.length; i++) to.data.set(rowOf(from, rows[i]!), i * from.columns);
}

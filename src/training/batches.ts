import { type Crops, randomCrop } from "../augmentation/crops.ts";
import {
  type CompleteSpecAugment,
  type MaskedSequence,
  specAugment,
} from "../augmentation/spec-augment.ts";
import { type Matrix, rowOf } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import type { Tensor } from "../network/runtime/runtime.ts";
import { drawMixture, type Mixture } from "./mixup.ts";
import type { CompleteFitSettings } from "./fit-settings.ts";
import type { TrainingRows } from "./training-rows.ts";

/** A mini-batch. */
export interface Batch {
  readonly rows: number;
  /** The indices of its rows among all. */
  readonly indices: Uint32Array;
  /** [rows, columns] */
  readonly features: Tensor;
  /** [rows, outputs] */
  readonly targets: Tensor;
  /** The factor of each row in the loss, [rows, 1]: its weight over `divisor`. */
  readonly weights: Tensor;
  /** [rows], for rows with lengths. */
  readonly lengths: Tensor | undefined;
  /** The divisor of sums over the batch: the number of rows, or the sum of their weights. */
  readonly divisor: number;
}

/** Options of `Batches`. */
export interface BatchesOptions extends TrainingRows {
  readonly settings: BatchSettings;
  readonly seed: number;
}

/** The settings of a training that its batches depend on. */
export type BatchSettings = Pick<
  CompleteFitSettings,
  "batchSize" | "shuffle" | "mixup" | "dividesByWeights"
> & {
  readonly specAugment?: CompleteSpecAugment | undefined;
  readonly crops?: Crops | undefined;
};

/** The mini-batches of an epoch; the last one may be smaller. They depend on the seed and the epoch only. */
export class Batches {
  /** The number of batches. */
  readonly count: number;
  readonly #options: BatchesOptions;
  readonly #order: Uint32Array;
  readonly #buffers = new Map<number, Omit<Batch, "indices">>();
  #epoch = 0;

  constructor(options: BatchesOptions) {
    const { rows } = options.X;
    this.#options = options;
    this.#order = Uint32Array.from({ length: rows }, (_, i) => i);
    this.count = Math.ceil(rows / options.settings.batchSize);
  }

  /** Orders the rows for an epoch, from 1. */
  start(epoch: number): void {
    this.#epoch = epoch;
    if (!this.#options.settings.shuffle) return;
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
    Random.of(this.#options.seed, "order", epoch).shuffle(this.#order);
  }

  /** The batch with index `i` of the epoch; overwritten by the next call. */
  at(i: number): Batch {
    const { X, targets, weights, lengths, settings, seed } = this.#options;
    const { batchSize, mixup, specAugment, crops, dividesByWeights } = settings;
    const rows = this.#order.subarray(i * batchSize, (i + 1) * batchSize);
    const batch = { ...this.#buffer(rows.length), indices: rows };
    const number = this.#epoch * this.count + i;
    const mixture =
      mixup > 0 ? drawMixture(rows.length, mixup, Random.of(seed, "mixup", number)) : undefined;
    gather(X, rows, batch.features.data, mixture);
    gather(targets, rows, batch.targets.data, mixture);
    if (batch.lengths && lengths) gatherLengths(lengths, rows, batch.lengths.data, mixture);
    if (crops) crop(batch, X, crops, Random.of(seed, "crop", number));
    if (specAugment) mask(batch, X, specAugment, Random.of(seed, "specAugment", number));
    if (weights === undefined) return batch;
    const shares = batch.weights.data;
    gather({ data: weights, rows: weights.length, columns: 1 }, rows, shares, mixture);
    const sum = shares.reduce((total, weight) => total + weight, 0);
    const divisor = dividesByWeights && sum > 0 ? sum : rows.length;
    for (let r = 0; r < shares.length; r++) shares[r]! /= divisor;
    return { ...batch, divisor };
  }

  #buffer(rows: number): Omit<Batch, "indices"> {
    let batch = this.#buffers.get(rows);
    if (batch === undefined) {
      const { X, targets, lengths } = this.#options;
      batch = {
        rows,
        features: zeros(rows, X.columns),
        targets: zeros(rows, targets.columns),
        weights: { data: new Float32Array(rows).fill(1 / rows), dims: [rows, 1] },
        lengths: lengths && zeros(rows),
        divisor: rows,
      };
      this.#buffers.set(rows, batch);
    }
    return batch;
  }
}

function zeros(...dims: readonly number[]): Tensor {
  return { data: new Float32Array(dims.reduce((size, dim) => size * dim, 1)), dims };
}

function gather(from: Matrix, rows: Uint32Array, to: Float32Array, mixture?: Mixture): void {
  const { columns } = from;
  for (let i = 0; i < rows.length; i++) to.set(rowOf(from, rows[i]!), i * columns);
  if (mixture === undefined) return;
  const { share, partners } = mixture;
  for (let i = 0; i < rows.length; i++) {
    const partner = rows[partners[i]!]! * columns;
    for (let c = 0; c < columns; c++) {
      const at = i * columns + c;
      to[at] = share * to[at]! + (1 - share) * from.data[partner + c]!;
    }
  }
}

function crop(batch: Omit<Batch, "indices">, X: Matrix, { share }: Crops, random: Random): void {
  const lengths = batch.lengths!.data;
  for (const [row, sequence] of sequencesOf(batch, X).entries()) {
    lengths[row] = randomCrop(sequence, share, random);
  }
}

function mask(
  batch: Omit<Batch, "indices">,
  X: Matrix,
  settings: CompleteSpecAugment,
  random: Random,
): void {
  for (const sequence of sequencesOf(batch, X)) specAugment(sequence, settings, random);
}

/** The sequences of a batch. They share its memory. */
function sequencesOf(
  { features, lengths, rows }: Omit<Batch, "indices">,
  { columns, sequences }: Matrix,
): MaskedSequence[] {
  const { width } = sequences!;
  return Array.from({ length: rows }, (_, row) => ({
    data: features.data.subarray(row * columns, (row + 1) * columns),
    count: lengths?.data[row] ?? columns / width,
    width,
  }));
}

/** A mixed row is as long as the longer one of its two. */
function gatherLengths(
  lengths: Float32Array,
  rows: Uint32Array,
  to: Float32Array,
  mixture?: Mixture,
): void {
  rows.forEach((row, i) => {
    const partner = mixture === undefined ? row : rows[mixture.partners[i]!]!;
    to[i] = Math.max(lengths[row]!, lengths[partner]!);
  });
}

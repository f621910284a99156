import { expect, test } from "vitest";
import { completeSpecAugment, specAugment } from "../augmentation/spec-augment.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { Batches } from "./batches.ts";

const [ROWS, FRAMES, WIDTH] = [5, 40, 16];
const lengths = [40, 30, 40, 5, 40];
const SETTINGS = completeSpecAugment({ timeMaskShare: 0.5, frequencyMaskWidth: 6 });

function masked(seed: number): Batches {
  const X: Matrix = {
    data: new Float32Array(ROWS * FRAMES * WIDTH).fill(1),
    rows: ROWS,
    columns: FRAMES * WIDTH,
    sequences: { width: WIDTH, lengths: Uint32Array.from(lengths) },
  };
  return new Batches({
    X,
    targets: { data: new Float32Array(ROWS), rows: ROWS, columns: 1 },
    lengths: Float32Array.from(lengths),
    settings: {
      batchSize: 3,
      shuffle: false,
      mixup: 0,
      specAugment: SETTINGS,
      dividesByWeights: false,
    },
    seed,
  });
}

function values(batches: Batches, epoch: number, batch: number): Float32Array {
  batches.start(epoch);
  return batches.at(batch).features.data.slice();
}

test("each row of a batch is masked by itself, within its own frames", () => {
  const random = Random.of(7, "specAugment", 2 * 2 + 1);
  const wanted = new Float32Array(2 * FRAMES * WIDTH).fill(1);
  for (const [row, count] of lengths.slice(3).entries()) {
    const data = wanted.subarray(row * FRAMES * WIDTH, (row + 1) * FRAMES * WIDTH);
    specAugment({ data, count, width: WIDTH }, SETTINGS, random);
  }
  expect(values(masked(7), 2, 1)).toEqual(wanted);
  expect(wanted.includes(0)).toBe(true);
});

test("masks are others in each epoch and batch, and follow from seed and epoch alone", () => {
  const batches = masked(7);
  const first = values(batches, 1, 0);
  expect(values(batches, 2, 0)).not.toEqual(first);
  expect(values(masked(8), 1, 0)).not.toEqual(first);
  expect(values(batches, 1, 0)).toEqual(first);
});

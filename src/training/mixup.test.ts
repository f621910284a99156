import { describe, expect, test } from "vitest";
import { matrixFromRows } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { Batches } from "./batches.ts";
import { drawMixture } from "./mixup.ts";

describe.each([0.2, 0.5, 1, 3])("shares of mixup with alpha %f", (alpha) => {
  test("have the mean and the variance of Beta(alpha, alpha)", () => {
    const random = new Random(1);
    const COUNT = 20_000;
    const shares = Array.from({ length: COUNT }, () => drawMixture(1, alpha, random).share);
    const mean = shares.reduce((sum, share) => sum + share, 0) / COUNT;
    const variance = shares.reduce((sum, share) => sum + (share - 0.5) ** 2, 0) / COUNT;
    const wanted = 1 / (4 * (2 * alpha + 1));
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(wanted / COUNT));
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.04);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });
});

test("a batch is mixed with itself in another order: features, targets, weights; the longer length counts", () => {
  const rows = [
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ];
  const batches = new Batches({
    X: matrixFromRows(rows),
    targets: matrixFromRows(rows.map(([a]) => [a!])),
    weights: Float32Array.of(1, 2, 3, 4),
    lengths: Float32Array.of(7, 5, 8, 6),
    settings: { batchSize: 4, shuffle: false, mixup: 0.4, dividesByWeights: false },
    seed: 2,
  });
  batches.start(3);
  const { features, targets, weights, lengths } = batches.at(0);
  const random = Random.of(2, "mixup", 3);
  const { share, partners } = drawMixture(4, 0.4, random);
  const mixed = Float32Array.from(partners, (p, i) => share * (i + 1) + (1 - share) * (p + 1));
  expect([...targets.data]).toEqual([...mixed].map((value) => expect.closeTo(value, 6)));
  expect([...features.data].filter((_, i) => i % 2 === 1)).toEqual(
    [...mixed].map((value) => expect.closeTo(10 * value, 5)),
  );
  expect([...weights.data]).toEqual([...mixed].map((value) => expect.closeTo(value / 4, 6)));
  const wanted = Array.from(partners, (p, i) => Math.max([7, 5, 8, 6][i]!, [7, 5, 8, 6][p]!));
  expect([...lengths!.data]).toEqual(wanted);
});

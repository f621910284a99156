import { describe, expect, test } from "vitest";
import { RandomInputs } from "./random-inputs.ts";

const SIZE = 500;
const ROWS = 400;
const make = (rate: number, seed = 1): RandomInputs =>
  new RandomInputs(
    [
      { name: "a", size: SIZE, distribution: { kind: "dropout", rate } },
      { name: "b", size: SIZE, distribution: { kind: "dropout", rate } },
    ],
    seed,
  );

/** Copies, as masks are overwritten. */
function draw(masks: RandomInputs, step: number, name = "a"): Float32Array {
  return Float32Array.from(masks.at(step, ROWS)[name]!.data);
}

describe.each([0.02, 0.1, 0.5, 0.9])("a dropout mask of rate %f", (rate) => {
  test("holds 0 and 1 / (1 - rate) only, zeros at the rate, and so in every column", () => {
    const mask = draw(make(rate), 1);
    const kept = Math.fround(1 / (1 - rate));
    expect(mask.every((value) => value === 0 || value === kept)).toBe(true);
    const zeros = mask.filter((value) => value === 0).length / mask.length;
    const deviation = Math.sqrt((rate * (1 - rate)) / mask.length);
    expect(Math.abs(zeros - rate)).toBeLessThan(4 * deviation);
    for (const column of [0, 1, SIZE - 1]) {
      const inColumn = mask.filter((value, i) => i % SIZE === column && value === 0).length / ROWS;
      expect(Math.abs(inColumn - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / ROWS));
    }
  });

  test("is independent of its neighbours, of other steps and of other masks", () => {
    const masks = make(rate);
    const first = draw(masks, 1);
    const others = { neighbour: first.slice(1), step: draw(masks, 2), mask: draw(masks, 1, "b") };
    for (const other of Object.values(others)) {
      const both = other.filter((value, i) => value === 0 && first[i] === 0).length / other.length;
      const deviation = Math.sqrt((rate ** 2 * (1 - rate ** 2)) / other.length);
      expect(Math.abs(both - rate ** 2)).toBeLessThan(5 * deviation);
    }
  });
});

test("masks follow from seed and step, whatever came before", () => {
  const masks = make(0.1);
  const third = draw(masks, 3);
  draw(masks, 4);
  expect(draw(masks, 3)).toEqual(third);
  expect(draw(make(0.1), 3)).toEqual(third);
  expect(draw(make(0.1, 2), 3)).not.toEqual(third);
});

test("noise is normal with the deviation asked for, and new in each step", () => {
  const noise = new RandomInputs(
    [{ name: "noise", size: 1000, distribution: { kind: "normal", stddev: 0.2 } }],
    5,
  );
  const values = Float32Array.from(noise.at(1, 20)["noise"]!.data);
  const moment = (power: number): number =>
    values.reduce((sum, value) => sum + (value / 0.2) ** power, 0) / values.length;
  for (const [power, expected, spread] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const) {
    expect(Math.abs(moment(power) - expected)).toBeLessThan(4 * Math.sqrt(spread / values.length));
  }
  expect(noise.at(2, 20)["noise"]!.data).not.toEqual(values);
});

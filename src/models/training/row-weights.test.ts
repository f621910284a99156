import { expect, test } from "vitest";
import { largestError } from "../../training/goldens.fixture.ts";
import { labelIndices } from "../labels.ts";
import golden from "../classifiers/mlp-options.golden.json" with { type: "json" };
import { rowWeights } from "./row-weights.ts";

const LABELS = ["a", "b", "c"];
const { y, weights } = golden.balanced;
const classes = labelIndices(y, LABELS);

test("balanced class weights are those of scikit-learn's compute_class_weight", () => {
  const found = rowWeights(classes, LABELS, { classWeight: "balanced" });
  const wanted = y.map((label) => weights[LABELS.indexOf(label)]!);
  expect(largestError(found!, wanted)).toBeLessThan(1e-6);
});

test("weights of rows and of classes are multiplied; a class that is not named counts 1", () => {
  const sampleWeight = y.map((_, row) => row);
  expect(rowWeights(classes, LABELS, {})).toBeUndefined();
  expect(rowWeights(classes, LABELS, { sampleWeight })).toEqual(Float32Array.from(sampleWeight));
  const found = rowWeights(classes, LABELS, { sampleWeight, classWeight: { a: 2, c: 0 } });
  const wanted = y.map((label, row) => row * { a: 2, b: 1, c: 0 }[label]!);
  expect(found).toEqual(Float32Array.from(wanted));
});

test.each([
  [{ d: 1 }, 'got 1 for "d"'],
  [{ a: -1 }, 'got -1 for "a"'],
  [{ b: NaN }, 'got NaN for "b"'],
])("%o is refused", (classWeight, message) => {
  expect(() => rowWeights(classes, LABELS, { classWeight: { ...classWeight } })).toThrow(
    `classWeight: must give numbers from 0 for classes (a, b, c), ${message}`,
  );
});

test("there is one weight a row", () => {
  expect(() => rowWeights(classes, LABELS, { sampleWeight: [1], classWeight: "balanced" })).toThrow(
    "sampleWeight: must have one weight for each of the 10 rows, got 1",
  );
});

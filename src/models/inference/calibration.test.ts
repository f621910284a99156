import { expect, test } from "vitest";
import golden from "./calibration.golden.json" with { type: "json" };
import { atTemperature, fitCalibration } from "./calibration.ts";

const [rows, columns] = [golden.truth.length, golden.probabilities.length / golden.truth.length];
const probabilities = { data: Float32Array.from(golden.probabilities), rows, columns };

test("temperature and probabilities are scikit-learn's", () => {
  const { temperature } = fitCalibration(probabilities, golden.truth);
  expect(temperature / golden.temperature).toBeCloseTo(1, 5);
  const calibrated = atTemperature(probabilities, temperature);
  for (const [i, wanted] of golden.calibrated.entries()) {
    expect(calibrated.data[i]).toBeCloseTo(wanted, 5);
  }
});

test("70 % of the clips reach the threshold", () => {
  const { temperature, threshold, coverage } = fitCalibration(probabilities, golden.truth);
  const { data } = atTemperature(probabilities, temperature);
  const sure = golden.truth.filter(
    (_, row) => Math.max(...data.subarray(row * columns, (row + 1) * columns)) >= threshold,
  );
  expect(coverage).toBe(0.7);
  expect(sure.length).toBe(42);
});

test("probabilities of 0 and 1 stay finite", () => {
  const certain = { data: Float32Array.of(1, 0, 0, 1, 1, 0, 1, 0), rows: 4, columns: 2 };
  const { temperature } = fitCalibration(certain, [0, 1, 0, 1]);
  const { data } = atTemperature(certain, temperature);
  expect(data[0]).toBeCloseTo(0.75, 3);
  expect(data[1]).toBeCloseTo(0.25, 3);
});

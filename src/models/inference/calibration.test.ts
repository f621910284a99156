import { expect, test } from "vitest";
import golden from "./calibration.golden.json" with { type: "json" };
import { calibrated, fitCalibration, fitTemperature } from "./calibration.ts";

const [rows, columns] = [golden.truth.length, golden.probabilities.length / golden.truth.length];
const probabilities = { data: Float32Array.from(golden.probabilities), rows, columns };

test("temperature and probabilities are scikit-learn's", () => {
  const temperature = fitTemperature(probabilities, golden.truth, 0);
  expect(temperature / golden.temperature).toBeCloseTo(1, 5);
  const { data } = calibrated(probabilities, { temperature, smoothing: 0 });
  for (const [i, wanted] of golden.calibrated.entries()) expect(data[i]).toBeCloseTo(wanted, 5);
});

test("70 % of the clips reach the threshold", () => {
  const calibration = fitCalibration(probabilities, golden.truth, { distance: 0 });
  const { data } = calibrated(probabilities, calibration);
  const sure = golden.truth.filter(
    (_, row) =>
      Math.max(...data.subarray(row * columns, (row + 1) * columns)) >= calibration.threshold,
  );
  expect(calibration.coverage).toBe(0.7);
  expect(sure.length).toBe(42);
});

test("probabilities of 0 and 1 become as high as they are often right", () => {
  const certain = { data: Float32Array.of(1, 0, 0, 1, 1, 0, 1, 0), rows: 4, columns: 2 };
  const { data } = calibrated(certain, fitCalibration(certain, [0, 1, 0, 1], { distance: 0 }));
  expect(data[0]).toBeCloseTo(0.75, 3);
  expect(data[1]).toBeCloseTo(0.25, 3);
});

import { expect, test } from "vitest";
import { predictionSet } from "./prediction-set.ts";

const prediction = {
  probabilities: [
    { emotion: "angry", probability: 0.5 },
    { emotion: "disgust", probability: 0.3 },
    { emotion: "happy", probability: 0.2 },
  ],
};
const calibration = {
  temperature: 1,
  distance: 0,
  smoothing: 0,
  threshold: 0.4,
  coverage: 0.7,
  sets: [
    { coverage: 0.5, threshold: 0.6 },
    { coverage: 0.8, threshold: 0.25 },
    { coverage: 0.9, threshold: 0 },
  ],
};

test("a set holds the emotions that reach the threshold, and never none", () => {
  expect(predictionSet(prediction, calibration, 0.5)).toEqual(["angry"]);
  expect(predictionSet(prediction, calibration, 0.8)).toEqual(["angry", "disgust"]);
  expect(predictionSet(prediction, calibration, 0.85)).toEqual(["angry", "disgust", "happy"]);
});

test("what is not calibrated is refused", () => {
  expect(() => predictionSet(prediction, calibration, 0.99)).toThrow("at most 0.9, got 0.99");
  expect(() => predictionSet(prediction, calibration, 0)).toThrow("coverage: must be above 0");
  expect(() => predictionSet(prediction, undefined, 0.9)).toThrow("calibration=temperature");
});

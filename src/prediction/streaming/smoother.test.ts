import { expect, test } from "vitest";
import { predictionOf } from "../prediction.ts";
import { Smoother } from "./smoother.ts";

const LABELS = ["calm", "angry"];

const heard = (startSeconds: number, angry: number, durationSeconds = 1) => ({
  startSeconds,
  durationSeconds,
  ...predictionOf(LABELS, [1 - angry, angry]),
});

function angryOf(smoother: Smoother, window: ReturnType<typeof heard>): number {
  const { probabilities } = smoother.add(window);
  return probabilities.find(({ emotion }) => emotion === "angry")!.probability;
}

test("older windows count less, by time and duration", () => {
  const smoother = new Smoother(LABELS, 2);
  expect(angryOf(smoother, heard(0, 1))).toBe(1);
  const kept = Math.exp(-1 / 2);
  expect(angryOf(smoother, heard(1, 0))).toBeCloseTo(kept / (kept + 1), 12);
});

test("after a long pause hardly anything is left", () => {
  const smoother = new Smoother(LABELS, 2);
  smoother.add(heard(0, 1));
  expect(angryOf(smoother, heard(100, 0.2))).toBeCloseTo(0.2, 12);
});

test("no smoothing", () => {
  const smoother = new Smoother(LABELS, 0);
  smoother.add(heard(0, 1));
  expect(angryOf(smoother, heard(1, 0.3))).toBe(0.3);
});

import { expect, test } from "vitest";
import type { Clip } from "../features/extraction/clip.ts";
import { type ClipModel, RecordingPredictor } from "./recording-predictor.ts";

const model: ClipModel = {
  labels: ["a", "b"],
  threshold: 0.6,
  isSpeech: ({ values }) => values[0]! > 0,
  predictClip: async () => ({
    emotion: "a",
    probabilities: [{ emotion: "a", probability: 1 }],
    sure: true,
  }),
};
const info = { durationSeconds: 2, warnings: [] };

function clip(value: number, startSeconds: number): Clip {
  return { values: Float32Array.of(value), startSeconds, durationSeconds: 1, state: "ok" };
}

test("a recording without speech has no emotion", async () => {
  const predictor = new RecordingPredictor(model, "x.wav");
  await predictor.add(clip(-1, 0));
  expect(() => predictor.end(info)).toThrow("x.wav: no speech is heard in it");
});

test("windows without speech are left out, and said so", async () => {
  const predictor = new RecordingPredictor(model, "x.wav");
  await predictor.add(clip(-1, 0));
  await predictor.add(clip(1, 1));
  const { windows, sure, warnings } = predictor.end(info);
  expect(windows.map(({ startSeconds }) => startSeconds)).toEqual([1]);
  expect(sure).toBe(true);
  expect(warnings[0]).toMatch(/^1 of 2 clips are left out, the first: no speech is heard in it/);
});

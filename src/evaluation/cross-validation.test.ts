import { describe, expect, it } from "vitest";
import type { Fold, SplitClip } from "../splits/folds.ts";
import { AffektError } from "../errors.ts";
import {
  crossValidate,
  type CrossValidationOptions,
  type TrainedFold,
} from "./cross-validation.ts";

const labels = ["neutral", "happy", "sad"];

/** Six speakers with two clips of each emotion. */
const clips = ["a", "b", "c", "d", "e", "f"].flatMap((speakerId) =>
  labels.flatMap((emotion) =>
    [0, 1].map((take): SplitClip => ({
      speakerId,
      emotion,
      contentHash: `${speakerId}${emotion}${take}`,
    })),
  ),
);

/** Right about everything but speaker `f`, whom it always calls neutral. */
function trainFold(fold: Fold): Promise<TrainedFold> {
  const predicted = Int32Array.from(fold.test, (i) =>
    clips[i]!.speakerId === "f" ? 0 : labels.indexOf(clips[i]!.emotion),
  );
  return Promise.resolve({ predicted, history: { loss: [1, 0.5] }, seconds: 2 });
}

const options: CrossValidationOptions = {
  model: "mlp",
  set: "classic",
  settings: { alpha: 0.01 },
  clips,
  labels,
  protocol: "loso",
  seed: 3,
  featureSeconds: 1.5,
  trainFold,
};

describe("crossValidate", () => {
  it("pools what the folds say", async () => {
    const result = await crossValidate(options);
    expect(result.confusion).toEqual([
      [12, 0, 0],
      [2, 10, 0],
      [2, 0, 10],
    ]);
    expect(result.accuracy).toBeCloseTo(32 / 36, 12);
    expect(result.uar).toBeCloseTo((1 + 10 / 12 + 10 / 12) / 3, 12);
    expect(result.emotions[0]).toEqual({
      label: "neutral",
      precision: 0.75,
      recall: 1,
      f1: expect.closeTo(6 / 7, 12),
      support: 12,
    });
    expect(result.seconds).toEqual({ features: 1.5, training: 12 });
    expect(result).toMatchObject({ model: "mlp", protocol: "loso", speakerDependent: false });
  });

  it("tells speakers and folds apart", async () => {
    const { speakers, folds } = await crossValidate(options);
    expect(speakers.map(({ speaker }) => speaker).join("")).toBe("abcdef");
    expect(speakers[5]).toEqual({ speaker: "f", clips: 6, accuracy: 1 / 3, uar: 1 / 3 });
    expect(folds.map(({ test }) => test)).toEqual([["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]);
    expect(folds[5]).toMatchObject({
      name: "f",
      uar: 1 / 3,
      epochs: 2,
      clips: { train: 30, validation: 0, test: 6 },
    });
  });

  it("gives intervals over speakers that hold the figure", async () => {
    const { uar, interval } = await crossValidate(options);
    expect(interval.uar[0]).toBeLessThan(uar);
    expect(interval.uar[0]).toBeGreaterThan(1 / 3);
    expect(interval.uar[1]).toBe(1);
  });

  it("survives being written as JSON", async () => {
    const result = await crossValidate(options);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("takes validation speakers from the training side of each fold", async () => {
    const seen: Fold[] = [];
    await crossValidate({
      ...options,
      validationSpeakers: 2,
      trainFold: (fold) => {
        seen.push(fold);
        return trainFold(fold);
      },
    });
    for (const { train, validation, test } of seen) {
      expect([train.length, validation!.length, test.length]).toEqual([18, 12, 6]);
    }
  });

  it("starts all folds at once and tells as each ends", async () => {
    const started: string[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const finished: [number, number][] = [];
    const running = crossValidate({
      ...options,
      trainFold: async (fold) => {
        started.push(fold.name);
        await gate;
        return trainFold(fold);
      },
      onFold: (done, all) => finished.push([done, all]),
    });
    expect(started.join("")).toBe("abcdef");
    expect(finished).toEqual([]);
    open();
    await running;
    expect(finished).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  it("fails with the name of the fold that failed", async () => {
    const failing = (error: unknown) =>
      crossValidate({
        ...options,
        trainFold: (fold) => (fold.name === "c" ? Promise.reject(error) : trainFold(fold)),
      });
    await expect(failing(new AffektError("diverged", "loss is NaN"))).rejects.toMatchObject({
      code: "diverged",
      message: "mlp on loso, fold c: loss is NaN",
    });
    await expect(failing(new TypeError("bug"))).rejects.toThrow("mlp on loso, fold c: bug");
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const running = crossValidate({
      ...options,
      signal: controller.signal,
      trainFold: (fold) => {
        controller.abort();
        return Promise.reject(new Error(`${fold.name} was cut off`));
      },
    });
    await expect(running).rejects.toMatchObject({ code: "interrupted" });
  });

  it("refuses an emotion without a label", async () => {
    await expect(crossValidate({ ...options, labels: ["neutral", "happy"] })).rejects.toThrow(
      /clip 4 is labelled sad, which is not among the labels neutral, happy/,
    );
  });

  it("refuses predictions that are not one a test clip", async () => {
    const short = () =>
      Promise.resolve({ predicted: new Int32Array(1), history: { loss: [] }, seconds: 0 });
    await expect(crossValidate({ ...options, trainFold: short })).rejects.toThrow(
      /fold a: .*6 true labels but 1 predicted/,
    );
  });
});

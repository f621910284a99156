import { describe, expect, it } from "vitest";
import { AffektError } from "../errors.ts";
import { presetModel } from "../models/presets.ts";
import { evaluateModels, type EvaluateModelsOptions } from "./evaluate-models.ts";
import { foldPool, labelledClip, labelledOf, type Predict } from "./evaluation.fixture.ts";
import type { FoldInput } from "./fold-job.ts";

const LABELS = ["neutral", "happy", "sad"];

/** Six speakers with two clips of each emotion. */
const clips = ["a", "b", "c", "d", "e", "f"].flatMap((speaker) =>
  LABELS.flatMap((emotion) =>
    [0, 1].map((take) => labelledClip(speaker, emotion, `${speaker}${emotion}${take}`)),
  ),
);
const labelled = labelledOf(clips, LABELS);

/** Right about everything but speaker `f`, whose clips are always called neutral. */
const predict: Predict = (indices) =>
  indices.map((i) => (clips[i]!.speakerId === "f" ? "neutral" : clips[i]!.emotion));

const candidates = [{ name: "any name", model: presetModel("mlp") }];

async function evaluate(options: Partial<EvaluateModelsOptions> = {}) {
  const result = await evaluateModels(labelled, {
    candidates,
    protocols: ["loso"],
    seed: 3,
    pool: foldPool(predict),
    ...options,
  });
  return { ...result, model: result.models[0]! };
}

describe("evaluateModels", () => {
  it("pools what the folds predict", async () => {
    const { model } = await evaluate();
    expect(model.confusion).toEqual([
      [12, 0, 0],
      [2, 10, 0],
      [2, 0, 10],
    ]);
    expect(model.accuracy).toBeCloseTo(32 / 36, 12);
    expect(model.uar).toBeCloseTo((1 + 10 / 12 + 10 / 12) / 3, 12);
    expect(model.emotions[0]).toMatchObject({
      label: "neutral",
      precision: 0.75,
      recall: 1,
      f1: expect.closeTo(6 / 7, 12),
      support: 12,
    });
    expect(model.seconds).toEqual({ features: 1.5, training: 12 });
    expect(model).toMatchObject({ model: "any name", protocol: "loso", speakerDependent: false });
  });

  it("keeps each prediction with its clip, fold and probabilities", async () => {
    const { model } = await evaluate();
    expect(model.predictions).toHaveLength(36);
    const last = model.predictions.at(-1)!;
    expect(last.clip).toBe(clips.at(-1));
    expect(last).toMatchObject({ fold: "f", predicted: "neutral" });
    expect(last.probabilities).toEqual([0.7, 0.15, 0.15].map((one) => expect.closeTo(one, 6)));
  });

  it("tells speakers and folds apart", async () => {
    const { speakers, folds } = (await evaluate()).model;
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

  it("gives intervals over speakers that hold the score", async () => {
    const { uar, interval } = (await evaluate()).model;
    expect(interval.uar[0]).toBeLessThan(uar);
    expect(interval.uar[0]).toBeGreaterThan(1 / 3);
    expect(interval.uar[1]).toBe(1);
    expect(interval.over).toBe("speakers");
  });

  it("draws intervals over clips where speakers are not known, and says so", async () => {
    const unknown = clips.map(({ speakerId: _, speaker: __, ...one }) => one);
    const result = await evaluateModels(labelledOf(unknown, LABELS), {
      candidates,
      protocols: ["random"],
      pool: foldPool((indices) => indices.map((i) => unknown[i]!.emotion)),
    });
    expect(result.models[0]).toMatchObject({ interval: { over: "clips" }, speakers: [], uar: 1 });
    expect(result.data.speakers).toBe(0);
  });

  it("summarises the data, and passes its warnings on", async () => {
    const { data, warnings } = await evaluateModels(
      { ...labelled, warnings: ["duplicates"] },
      { candidates, protocols: ["loso"], pool: foldPool(predict), warnings: ["short"] },
    );
    expect(data).toMatchObject({
      sources: ["all"],
      clips: 36,
      speakers: 6,
      emotions: { neutral: 12, happy: 12, sad: 12 },
    });
    expect(warnings).toEqual(["duplicates", "short"]);
  });

  it("gives results in the order of protocols, then of candidates, whatever their names", async () => {
    const model = presetModel("mlp");
    const { models } = await evaluate({
      candidates: [
        { name: "small", model },
        { name: "large", model },
      ],
      protocols: ["loso", "random"],
    });
    expect(models.map((one) => `${one.model} ${one.protocol}`)).toEqual([
      "small loso",
      "large loso",
      "small random",
      "large random",
    ]);
  });

  it("divides group-k into as many folds as are asked for", async () => {
    const { model } = await evaluate({ protocols: ["group-k"], folds: 3 });
    expect(model.folds).toHaveLength(3);
  });

  it("survives being written as JSON", async () => {
    const { model: _, ...result } = await evaluate();
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("takes validation speakers from the training side of each fold", async () => {
    const seen: FoldInput[] = [];
    await evaluate({
      validationSpeakers: 2,
      pool: foldPool(predict, { onRun: async (input) => void seen.push(input) }),
    });
    for (const { X, validation, test } of seen) {
      expect([X.rows, validation!.X.rows, test.rows]).toEqual([18, 12, 6]);
    }
  });

  it("gives an emotion that a fold does not learn the probability 0", async () => {
    const few = [...clips, labelledClip("g", "calm", "gcalm")];
    const result = await evaluateModels(labelledOf(few, [...LABELS, "calm"]), {
      candidates,
      protocols: ["loso"],
      pool: foldPool((indices) => indices.map(() => "sad")),
    });
    const { predictions } = result.models[0]!;
    const calm = predictions.find(({ clip }) => clip.emotion === "calm")!;
    expect(calm.predicted).toBe("sad");
    expect(calm.probabilities[3]).toBe(0);
  });

  it("hands out a fold more than there are workers, and tells as each ends", async () => {
    const started: number[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const finished: [number, number][] = [];
    const onRun = async ({ test }: FoldInput): Promise<void> => {
      started.push(test.data[0]!);
      await gate;
    };
    const running = evaluate({
      pool: foldPool(predict, { onRun, size: 2 }),
      onFold: (done, all) => finished.push([done, all]),
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(started).toEqual([0, 6, 12]);
    expect(finished).toEqual([]);
    open();
    await running;
    expect(finished).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  it("fails with the name of the fold that failed", async () => {
    const failing = (error: unknown) => {
      const onRun = ({ test }: FoldInput): Promise<void> =>
        test.data[0] === 12 ? Promise.reject(error) : Promise.resolve();
      return evaluate({ pool: foldPool(predict, { onRun }) });
    };
    await expect(failing(new AffektError("diverged", "loss is NaN"))).rejects.toMatchObject({
      code: "diverged",
      message: "any name on loso, fold c: loss is NaN",
    });
    await expect(failing(new TypeError("bug"))).rejects.toThrow("any name on loso, fold c: bug");
  });

  it("stops when it is aborted, with the signal's reason", async () => {
    const controller = new AbortController();
    const onRun = async (): Promise<void> => {
      controller.abort("enough");
      throw new Error("cut off");
    };
    await expect(
      evaluate({ signal: controller.signal, pool: foldPool(predict, { onRun }) }),
    ).rejects.toMatchObject({ code: "interrupted", cause: "enough" });
  });
});

import { describe, expect, test } from "vitest";
import { type FoldJobs, foldJob } from "../evaluation/fold-job.ts";
import { EMOTIONS, madeUp } from "../evaluation/made-up.fixture.ts";
import type { Augmentation } from "../augmentation/augmentation.ts";
import type { Random } from "../math/statistics/random.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import { type Pool, single } from "../parallel/pool.ts";
import { nestedSearch, type NestedSearchOptions } from "./nested-search.ts";
import type { SearchClips } from "./search-clips.ts";
import { type TrialJobs, trialJob } from "./trial-job.ts";
import type { TrialInput } from "./trial-input.ts";

function pool(onTrial: (input: TrialInput) => void = () => {}): Pool<FoldJobs & TrialJobs> {
  return inlinePool<FoldJobs & TrialJobs>({
    fold: single(async (input, { signal }) =>
      foldJob(input, { runtime: await nodeRuntime(), signal }),
    ),
    async *trial(input, { signal }) {
      onTrial(input);
      return yield* trialJob(input, { runtime: await nodeRuntime(), signal });
    },
  });
}

const OPTIONS: Omit<NestedSearchOptions, "pool"> = {
  models: [{ name: "ridge" }, { name: "lda" }],
  folds: 3,
  trials: 4,
};

const FAST_MLP = { maxIter: 10, hiddenLayerSizes: [8] };

describe("a nested search", () => {
  test("gives trials, a winner a fold, and the comparison with the models without a search", async () => {
    const data = madeUp();
    const result = await nestedSearch([data], { ...OPTIONS, pool: pool() });
    expect(result.trials.map(({ id }) => id)).toEqual(
      ["1", "2", "3"].flatMap((fold) => [0, 1, 2, 3].map((n) => `${fold}/${n}`)),
    );
    expect(result.trials[0]).toMatchObject({
      fold: "1",
      state: "complete",
      params: { model: "ridge", "ridge.alpha": 1 },
      values: { parameters: 36, bytes: 144 },
    });
    expect(result.trials[1]!.params).toEqual({ model: "lda", "lda.shrinkage": "auto" });
    for (const { fold, trial, inner, outer, gap, untuned } of result.best) {
      const own = result.trials.filter((one) => one.fold === fold);
      expect(inner).toBe(Math.max(...own.map(({ score }) => score!)));
      expect(own.find(({ id }) => id === trial)!.score).toBe(inner);
      expect(gap).toBeCloseTo(inner - outer);
      expect(untuned.inner).toBe(Math.max(own[0]!.score!, own[1]!.score!));
    }
    const { outer, evaluation } = result;
    expect(outer.uar).toBeGreaterThan(0.6);
    expect(outer.difference.uar).toBeCloseTo(outer.uar - outer.untuned.uar);
    expect(outer.interval[0]).toBeLessThan(outer.uar);
    expect(evaluation.models.map(({ model }) => model)).toEqual(["tuned", "untuned"]);
    const clips = evaluation.models[0]!.predictions.map(({ clip }) => clip);
    expect(new Set(clips).size).toBe(data.clips.length);
  });

  test("an ensemble of trials wins, with the best trial beside it", async () => {
    const options = { ...OPTIONS, models: [{ name: "mlp", settings: FAST_MLP }] as const };
    const alone = await nestedSearch([madeUp()], { ...options, pool: pool() });
    const result = await nestedSearch([madeUp()], { ...options, ensemble: 3, pool: pool() });
    expect(result.trials.map(({ score }) => score)).toEqual(alone.trials.map(({ score }) => score));
    for (const [f, { ensemble, ...best }] of result.best.entries()) {
      expect(best).toEqual(alone.best[f]);
      expect(ensemble!.trials).toHaveLength(3);
      expect(ensemble!.trials[0]).toBe(best.trial);
      expect(ensemble!.gap).toBeCloseTo(ensemble!.inner - ensemble!.outer);
    }
    const { single, uar, interval, difference, untuned } = result.outer;
    expect(alone.outer).toEqual({ ...single, untuned });
    expect(difference.uar).toBeCloseTo(uar - untuned.uar);
    expect(interval[0]).toBeLessThan(uar);
    expect(result.evaluation.models.map(({ model }) => model)).toEqual([
      "tuned",
      "best trial",
      "untuned",
    ]);
  });

  test("no trial sees a label of a tested speaker, nor trains on one", async () => {
    const data = madeUp();
    const inputs: TrialInput[] = [];
    await nestedSearch([data], { ...OPTIONS, pool: pool((input) => inputs.push(input)) });
    expect(inputs).toHaveLength(12);
    for (const { rows, folds, speakers } of inputs) {
      const hidden = new Set(speakers.filter((_, i) => rows.y[i] === ""));
      expect(hidden.size).toBe(4);
      for (const { train, test } of folds) {
        expect([...train, ...test].filter((i) => hidden.has(speakers[i]!))).toEqual([]);
        const tested = new Set(test.map((i) => speakers[i]));
        expect(train.filter((i) => tested.has(speakers[i]))).toEqual([]);
      }
    }
  });

  test("labels in a random order give chance", async () => {
    const labelOf = (_: string, random: Random): string => EMOTIONS[random.integer(4)]!;
    const data = madeUp({ speakers: 16, takes: 8, labelOf, seed: 4 });
    const { outer, best } = await nestedSearch([data], {
      ...OPTIONS,
      trials: 10,
      models: [{ name: "ridge" }, { name: "lda" }, { name: "logistic" }],
      ensemble: 5,
      pool: pool(),
    });
    expect(outer.interval[0]).toBeLessThan(0.25);
    expect(Math.abs(outer.uar - 0.25)).toBeLessThan(0.05);
    expect(Math.abs(outer.single!.uar - 0.25)).toBeLessThan(0.05);
    // the score by which a winner was chosen is too good
    expect(best.every(({ inner, ensemble }) => inner > 0.25 && ensemble!.inner > 0.25)).toBe(true);
  });

  test("the same options give the same trials, however many folds run at once", async () => {
    const run = async (size: number) => {
      const own = { ...pool(), size };
      const { trials, outer } = await nestedSearch([madeUp()], {
        ...OPTIONS,
        trials: 6,
        pool: own,
      });
      return { params: trials.map(({ params, score }) => [params, score]), outer };
    };
    expect(await run(1)).toEqual(await run(3));
  });

  test("sets are a parameter", async () => {
    const data = madeUp();
    const other = { ...data, set: { ...data.set, name: "other" } };
    const { trials } = await nestedSearch([data, other], {
      ...OPTIONS,
      models: [{ name: "lda" }],
      trials: 8,
      pool: pool(),
    });
    expect(trials[0]!.params).toEqual({ set: "made up", shrinkage: "auto" });
    expect(new Set(trials.map(({ params }) => params["set"]))).toEqual(
      new Set(["made up", "other"]),
    );
    await expect(
      nestedSearch([data, { ...madeUp({ speakers: 3 }), set: other.set }], {
        ...OPTIONS,
        pool: pool(),
      }),
    ).rejects.toMatchObject({ code: "mismatch" });
  });

  test("augmentations are a parameter; their copies are trained on and never tested", async () => {
    const data = madeUp();
    const sources = [...data.y.keys()];
    const copied = (augmentation: Augmentation) => ({ augmentation, sources, X: data.X });
    const searched: SearchClips = {
      ...data,
      augmented: copied({ speed: { rate: [0.9, 1.1] }, room: { rt60: [0.3, 0.3] } }),
      otherCopies: [
        copied({ speed: { rate: [0.9, 1.1] } }),
        copied({ room: { rt60: [0.3, 0.3] } }),
      ],
    };
    const inputs: TrialInput[] = [];
    const { trials, best } = await nestedSearch([searched], {
      ...OPTIONS,
      models: [{ name: "lda" }],
      trials: 8,
      pool: pool((input) => inputs.push(input)),
    });
    expect(trials[0]!.params).toEqual({ augmentation: "none", shrinkage: "auto" });
    expect(new Set(trials.map(({ params }) => params["augmentation"]))).toEqual(
      new Set(["none", "speed+room", "speed", "room"]),
    );
    expect(best.every(({ untuned }) => untuned.inner !== undefined)).toBe(true);
    const withoutCopies = trials.filter(({ params }) => params["augmentation"] === "none");
    expect(inputs.filter(({ copies }) => copies === undefined)).toHaveLength(withoutCopies.length);
    for (const { copies, folds } of inputs) {
      for (const { train, test: tested, augmented = [] } of folds) {
        expect(augmented).toHaveLength(copies === undefined ? 0 : train.length);
        expect(augmented.filter((copy) => tested.includes(sources[copy]!))).toEqual([]);
      }
    }
  });

  test("asha pauses trials and goes on with some; the result is that of a training at once", async () => {
    const models = [
      { name: "mlp", settings: { maxIter: 27, nIterNoChange: 100, hiddenLayerSizes: [8] } },
    ] as const;
    const options = { ...OPTIONS, models, folds: 2, innerFolds: 2, trials: 5, seed: 1 };
    const whole = await nestedSearch([madeUp()], { ...options, pool: pool() });
    const inputs: TrialInput[] = [];
    const halved = await nestedSearch([madeUp()], {
      ...options,
      pruner: { name: "asha", minStep: 3 },
      pool: pool((input) => inputs.push(input)),
    });
    const states = halved.trials.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["complete", "pruned"]));
    const goneOn = inputs.filter(({ state }) => state !== undefined);
    expect(goneOn.length).toBeGreaterThan(0);
    // the first trial of each fold is the same model
    for (const trial of halved.trials.filter(
      ({ number, state }) => number === 0 && state === "complete",
    )) {
      expect(trial.score).toBe(whole.trials.find(({ id }) => id === trial.id)!.score);
    }
    const complete = halved.trials.filter(({ state }) => state === "complete");
    expect(
      complete.every(({ reports }) => reports.map(({ step }) => step).join() === "3,9,27"),
    ).toBe(true);
  });

  test("median stops by epoch, wilcoxon by speaker", async () => {
    const models = [
      {
        name: "mlp",
        settings: { maxIter: 20, nIterNoChange: 100, hiddenLayerSizes: [4], batchSize: 16 },
        space: { learningRateInit: { type: "float", low: 1e-6, high: 0.1, log: true } },
      },
    ] as const;
    const options = { ...OPTIONS, models, folds: 2, trials: 8, pool: pool() };
    const median = await nestedSearch([madeUp()], {
      ...options,
      pruner: { name: "median", startupTrials: 2 },
    });
    const stopped = median.trials.filter(({ state }) => state === "pruned");
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.every(({ reports }) => reports.at(-1)!.step < 20)).toBe(true);
    const wilcoxon = await nestedSearch([madeUp()], {
      ...options,
      folds: 3,
      pruner: { name: "wilcoxon" },
    });
    const pruned = wilcoxon.trials.filter(({ state }) => state === "pruned");
    expect(pruned.length).toBeGreaterThan(0);
    expect(pruned.every(({ reports }) => reports.length < 8)).toBe(true);
  });
});

describe("what cannot be searched is refused", () => {
  const search = (options: Partial<NestedSearchOptions>) =>
    nestedSearch([madeUp()], { ...OPTIONS, pool: pool(), ...options });
  test.each([
    [
      { models: [{ name: "mlp", space: { momentum2: { type: "float", low: 0, high: 1 } } }] },
      "space: momentum2: mlp: has no option momentum2",
    ],
    [
      { models: [{ name: "mlp", space: { alpha: { type: "float", low: -1, high: 1 } } }] },
      "space: alpha: mlp: alpha must be a number from 0, got -1",
    ],
    [
      { models: [{ name: "mlp", space: { alpha: { type: "float", low: 2, high: 1 } } }] },
      "space: alpha: low must be at most high, got 2 and 1",
    ],
    [{ models: [{ name: "tcn" }] }, "tcn"],
    [{ protocol: "random" }, "a nested choice is made on new speakers"],
  ] as [Partial<NestedSearchOptions>, string][])("%j", async (options, message) => {
    await expect(search(options)).rejects.toThrow(message);
  });

  test("an ensemble where the UAR comes second", async () => {
    await expect(
      search({ ensemble: 2, objectives: { bytes: "minimize", uar: "maximize" } }),
    ).rejects.toThrow("uar must be the first objective, got bytes, uar");
  });

  test("a fold of which no trial is complete", async () => {
    await expect(search({ constraints: { bytes: { max: 1 } } })).rejects.toThrow(
      "fold 1: none of 4 trials is complete, or none keeps the constraints",
    );
  });
});

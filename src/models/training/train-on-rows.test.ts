import { beforeAll, describe, expect, test } from "vitest";
import { selectRows } from "../../math/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { drain } from "../../parallel/pool.ts";
import { DivergedError } from "../../training/diverged-error.ts";
import type { Epoch } from "../../training/fit-options.ts";
import { MLP_DEFAULTS } from "../kinds/mlp-settings.ts";
import { clouds } from "../models.fixture.ts";
import { PRESETS } from "../presets.ts";
import { train, type TrainedNetwork, trainJob } from "./train.ts";

const KINDS = ["mlp", "cnn"] as const;
const BRIEF = {
  mlp: { kind: "mlp", settings: { ...PRESETS.mlp.settings, maxIter: 3 } },
  cnn: { kind: "cnn", settings: { ...PRESETS.cnn.settings, epochs: 3 } },
} as const;
let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

describe.each(KINDS)("training the model %s", (kind) => {
  const model = PRESETS[kind];
  const brief = (): { signal: AbortSignal; onEpoch: (epoch: Epoch) => void } => {
    const controller = new AbortController();
    return {
      signal: controller.signal,
      onEpoch: ({ epoch }) => epoch === 3 && controller.abort(),
    };
  };

  test("the same seed gives the same parameters to the bit, another seed others", async () => {
    const rows = clouds(70, 24, 3, 1);
    const first = await train({ ...rows, model, runtime, seed: 7, ...brief() });
    const again = await train({ ...rows, model, runtime, seed: 7, ...brief() });
    const other = await train({ ...rows, model, runtime, seed: 8, ...brief() });
    expect(again.parameters).toEqual(first.parameters);
    expect(other.parameters).not.toEqual(first.parameters);
    expect(first.history).toHaveLength(3);
    expect(first.interrupted).toBe(true);
  });

  test("a job's input and output can be cloned and give the same model", async () => {
    const input = { ...clouds(40, 24, 3, 1), model: BRIEF[kind], seed: 5 };
    const epochs: Epoch[] = [];
    const { signal } = new AbortController();
    const running = trainJob(structuredClone(input), { runtime, signal });
    const job = structuredClone(await drain(running, (epoch) => epochs.push(epoch)));
    expect(job).toEqual(await train({ ...input, runtime }));
    expect(epochs).toEqual(job.history);
  });
});

const mlp = (settings: object) =>
  ({ kind: "mlp", settings: { ...MLP_DEFAULTS, hiddenLayerSizes: [16], ...settings } }) as const;

test("validation keeps the best epoch, and stops when it no longer gets better", async () => {
  const rows = clouds(60, 6, 3, 2.5, 3);
  const validation = { X: clouds(60, 6, 3, 2.5, 3).X, y: rows.y.toReversed() }; // the opposite of what is learned
  const model = mlp({ maxIter: 60, learningRateInit: 0.05 });
  const { history, bestEpoch } = await train({ ...rows, model, validation, runtime });
  const best = Math.max(...history.map(({ validationScore }) => validationScore!));
  expect(history[bestEpoch - 1]!.validationScore).toBe(best);
  expect(history.length).toBeLessThan(60);
  const stopped = { ...model, settings: { ...model.settings, maxIter: bestEpoch } };
  const short = await train({ ...rows, model: stopped, runtime });
  const long = await train({ ...rows, model, validation, runtime });
  expect(long.parameters).toEqual(short.parameters);
});

test("validation rows of classes that training does not know are left out", async () => {
  const rows = clouds(60, 6, 3, 1);
  const model = mlp({ maxIter: 3 });
  const { X, y } = clouds(40, 6, 4, 1, 2); // the fourth class is not in the training data
  const known = [...y.keys()].filter((row) => y[row] !== "class 3");
  const validation = { X: selectRows(X, known), y: known.map((row) => y[row]!) };
  const all = await train({ ...rows, model, validation: { X, y }, runtime });
  expect(all).toEqual(await train({ ...rows, model, validation, runtime }));
});

test.each([
  [{}, undefined],
  [{ threads: 2 }, 2],
])(
  "%o: operators run on as many threads as asked for, else on the runtime's one",
  async (options, wanted) => {
    const asked: (number | undefined)[] = [];
    const watched: Runtime = {
      name: "watched",
      createSession: (graph, given) => {
        asked.push(given?.threads);
        return runtime.createSession(graph, given);
      },
    };
    const rows = clouds(60, 6, 3, 1);
    await train({ ...rows, model: mlp({ maxIter: 1 }), runtime: watched, ...options });
    expect(asked).toEqual([wanted]);
  },
);

test("an interrupt before the first batch gives the starting values", async () => {
  const rows = clouds(60, 6, 3, 1);
  const result = await train({ ...rows, model: mlp({}), runtime, signal: AbortSignal.abort() });
  expect(result).toMatchObject({ interrupted: true, history: [], bestEpoch: 0 });
});

test.each([
  [
    "in the middle of an epoch",
    20,
    1e30,
    /^training: the loss is NaN in epoch 1, batch \d of 3: the learning rate of 1e\+30 is probably too high; take a lower one, or clip gradients$/,
  ],
  [
    "at its end",
    60,
    1e41,
    /^training: a parameter is not finite in epoch 1, batch 1 of 1: the learning rate of 1e\+41 /,
  ],
])(
  "a training that diverges %s stops and keeps the parameters before",
  async (_, batchSize, learningRateInit, message) => {
    const rows = clouds(60, 6, 3, 1);
    const model = mlp({ solver: "sgd", learningRateInit, batchSize, maxIter: 2 });
    const error: unknown = await train({ ...rows, model, runtime }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DivergedError);
    expect(error).toMatchObject({ code: "diverged", message: expect.stringMatching(message) });
    const { kept } = error as DivergedError<TrainedNetwork>;
    expect(kept).toMatchObject({ interrupted: true, history: [] });
    expect(kept.parameters.every(Number.isFinite)).toBe(true);
  },
);

test("an interrupt after the last batch is none", async () => {
  const rows = clouds(60, 6, 3, 1);
  const stop = new AbortController();
  const onEpoch = ({ epoch, epochs }: Epoch): void => {
    if (epoch === epochs) stop.abort();
  };
  const model = mlp({ maxIter: 4 });
  const result = await train({ ...rows, model, runtime, signal: stop.signal, onEpoch });
  expect(result.interrupted).toBe(false);
  expect(result.history).toHaveLength(4);
});

describe("data that cannot be learned from", () => {
  const { X, y } = clouds(12, 3, 3, 1);
  const fail = (input: object) => train({ X, y, model: mlp({}), runtime, ...input });

  test.each([
    ["no rows", { X: { data: new Float32Array(0), rows: 0, columns: 3 }, y: [] }, /no rows/],
    ["one class", { y: y.map(() => "happy") }, /at least two classes, found only "happy"/],
    ["a label too few", { y: y.slice(1) }, /12 rows of features but 11 labels/],
    [
      "a value that is not finite",
      { X: { ...X, data: X.data.with(7, NaN) } },
      /NaN in row \d+, column 1/,
    ],
    [
      "validation labels that are all unknown",
      { validation: { X, y: y.map(() => "bored") } },
      /^validation: needs rows of .* \(class 0, class 1, class 2\), found only bored;/,
    ],
  ])("%s", async (_, input, message) => {
    await expect(fail(input)).rejects.toMatchObject({
      code: "bad-data",
      message: expect.stringMatching(message),
    });
  });
});

test.each([
  [{ maxIter: 0 }, "mlp: maxIter must be an integer from 1, got 0"],
  [{ batchSize: 0.5 }, "mlp: batchSize must be an integer from 1, got 0.5"],
  [{ hiddenLayerSizes: [0] }, "dense: units must be an integer from 1, got 0"],
])("settings out of range are refused: %o", async (settings, message) => {
  const rows = clouds(12, 3, 3, 1);
  await expect(train({ ...rows, model: mlp(settings), runtime })).rejects.toMatchObject({
    code: "invalid-argument",
    message,
  });
});

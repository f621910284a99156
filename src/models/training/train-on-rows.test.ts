import { beforeAll, describe, expect, test } from "vitest";
import { selectRows } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { drain } from "../../parallel/pool.ts";
import { TrainingError } from "../../training/training-error.ts";
import type { Epoch } from "../../training/fit-options.ts";
import { makeBlobs, train } from "../models.fixture.ts";
import { PRESETS } from "../presets.ts";
import { type TrainedNetwork, trainJob, trainOnRows } from "./train-on-rows.ts";

/** The partial result of a training that is interrupted or diverges. */
async function partialOf(training: Promise<TrainedNetwork>): Promise<TrainedNetwork> {
  const error: unknown = await training.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainingError);
  return (error as TrainingError<TrainedNetwork>).partial!;
}

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
    const rows = makeBlobs(70, 24, 3, 1);
    const first = await partialOf(train({ ...rows, model, runtime, seed: 7, ...brief() }));
    const again = await partialOf(train({ ...rows, model, runtime, seed: 7, ...brief() }));
    const other = await partialOf(train({ ...rows, model, runtime, seed: 8, ...brief() }));
    expect(again.parameters).toEqual(first.parameters);
    expect(other.parameters).not.toEqual(first.parameters);
    expect(first.history).toHaveLength(3);
    expect(first.interrupted).toBe(true);
  });

  test("a job's input and output can be cloned and give the same model", async () => {
    const rows = makeBlobs(40, 24, 3, 1);
    const input = { ...rows, spec: BRIEF[kind], seed: 5 };
    const epochs: Epoch[] = [];
    const { signal } = new AbortController();
    const running = trainJob(structuredClone(input), { runtime, signal });
    const job = structuredClone(await drain(running, (epoch) => epochs.push(epoch)));
    expect(job).toEqual(await trainOnRows(input, { runtime }));
    expect(epochs).toEqual(job.history);
  });
});

const mlp = (settings: object) =>
  ({ kind: "mlp", settings: { hiddenLayerSizes: [16], ...settings } }) as const;

test("validation keeps the best epoch, and stops when it no longer gets better", async () => {
  const rows = makeBlobs(60, 6, 3, 2.5, 3);
  const validation = { X: makeBlobs(60, 6, 3, 2.5, 3).X, y: rows.y.toReversed() }; // the opposite of what is learned
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
  const rows = makeBlobs(60, 6, 3, 1);
  const model = mlp({ maxIter: 3 });
  const { X, y } = makeBlobs(40, 6, 4, 1, 2); // the fourth class is not in the training data
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
    const rows = makeBlobs(60, 6, 3, 1);
    await train({ ...rows, model: mlp({ maxIter: 1 }), runtime: watched, ...options });
    expect(asked).toEqual([wanted]);
  },
);

test("an interrupt before the end of the first epoch gives no model, with the signal's reason as the cause", async () => {
  const rows = makeBlobs(60, 6, 3, 1);
  const reason = new Error("enough");
  const before = train({ ...rows, model: mlp({}), runtime, signal: AbortSignal.abort(reason) });
  await expect(before).rejects.toMatchObject({ code: "interrupted", cause: reason });

  const controller = new AbortController();
  const interrupting: Runtime = {
    name: "interrupting",
    async createSession(...given) {
      const session = await runtime.createSession(...given);
      const run: typeof session.run = (...feeds) => {
        controller.abort(reason);
        return session.run(...feeds);
      };
      return { ...session, run };
    },
  };
  const model = mlp({ batchSize: 8 });
  const { signal } = controller;
  const within = train({ ...rows, model, runtime: interrupting, signal });
  await expect(within).rejects.toMatchObject({
    code: "interrupted",
    message: "training: interrupted in epoch 1",
    partial: undefined,
    cause: reason,
  });
});

test("an interrupt in the middle of an epoch keeps the parameters of the epoch before", async () => {
  const rows = makeBlobs(60, 6, 3, 1);
  const controller = new AbortController();
  const model = mlp({ batchSize: 8 });
  const onEpoch = ({ epoch }: Epoch): void => {
    if (epoch === 2) setTimeout(() => controller.abort());
  };
  const partial = await partialOf(
    train({ ...rows, model, runtime, onEpoch, signal: controller.signal }),
  );
  const epochs = partial.history.length;
  const whole = await train({ ...rows, model: mlp({ batchSize: 8, maxIter: epochs }), runtime });
  expect(partial.parameters).toEqual(whole.parameters);
  expect(partial).toMatchObject({ interrupted: true, bestEpoch: epochs });
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
  "a training that diverges %s in its first epoch stops and gives no model",
  async (_, batchSize, learningRateInit, message) => {
    const rows = makeBlobs(60, 6, 3, 1);
    const model = mlp({ solver: "sgd", learningRateInit, batchSize, maxIter: 2 });
    const error: unknown = await train({ ...rows, model, runtime }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TrainingError);
    expect(error).toMatchObject({ code: "diverged", message: expect.stringMatching(message) });
    expect(error).toMatchObject({ partial: undefined });
  },
);

test("a training that diverges later keeps the parameters of the epochs before", async () => {
  const rows = makeBlobs(60, 6, 3, 1);
  const settings = { solver: "sgd", learningRateInit: 1e12, batchSize: 60 } as const;
  const training = train({ ...rows, model: mlp({ ...settings, maxIter: 99 }), runtime });
  const { history, parameters, interrupted, bestEpoch } = await partialOf(training);
  expect(history.length).toBeGreaterThan(0);
  expect({ interrupted, bestEpoch }).toEqual({ interrupted: true, bestEpoch: history.length });
  const model = mlp({ ...settings, maxIter: history.length });
  expect((await train({ ...rows, model, runtime })).parameters).toEqual(parameters);
});

test("an interrupt after the last batch is none", async () => {
  const rows = makeBlobs(60, 6, 3, 1);
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
  const { X, y } = makeBlobs(12, 3, 3, 1);
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
  [{ batchSize: 0.5 }, "mlp: batchSize must be an integer from 1 or auto, got 0.5"],
  [{ hiddenLayerSizes: [0] }, "mlp: hiddenLayerSizes[0] must be an integer in [1, 1048576], got 0"],
])("settings out of range are refused: %o", async (settings, message) => {
  const rows = makeBlobs(12, 3, 3, 1);
  await expect(train({ ...rows, model: mlp(settings), runtime })).rejects.toMatchObject({
    code: "invalid-argument",
    message,
  });
});

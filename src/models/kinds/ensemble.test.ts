import { beforeAll, expect, test } from "vitest";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { TrainingError } from "../../training/training-error.ts";
import type { Epoch, TrainingState } from "../../training/fit-options.ts";
import { ensemble } from "../model-spec.ts";
import { makeBlobs, train } from "../models.fixture.ts";
import { predictTrained } from "../inference/predictor.ts";
import { presetModel, PRESETS } from "../presets.ts";
import { sequences } from "../sequences.fixture.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

test.each([
  ["vectors", ["mlp", "lda", "mlp"], makeBlobs(60, 8, 3, 2), makeBlobs(9, 8, 3, 2, 2)],
  ["two classes", ["logistic", "mlp"], makeBlobs(60, 8, 2, 2), makeBlobs(9, 8, 2, 2, 2)],
  ["sequences", ["resnet1d", "cnn"], sequences(30), sequences(9, 0, 2)],
] as const)("probabilities are the means of the members': %s", async (_, names, rows, { X }) => {
  const members = names.map((name) => presetModel(name, { epochs: 3 }));
  const together = await train({ ...rows, model: ensemble(members), seed: 5, runtime });
  const alone = await Promise.all(
    members.map((model, i) => train({ ...rows, model, seed: 5 + 2 * i, runtime })),
  );
  const found = await predictTrained(together, X, runtime);
  const each = await Promise.all(alone.map((trained) => predictTrained(trained, X, runtime)));
  for (const [i, value] of found.data.entries()) {
    const mean = each.reduce((sum, { data }) => sum + data[i]! / members.length, 0);
    expect(value).toBeCloseTo(mean, 6);
  }
  expect(together.history.map(({ loss }) => loss)).toEqual(
    alone.flatMap(({ history }) => history.map(({ loss }) => loss)),
  );
});

const model = presetModel("mlp+lda+mlp", { epochs: 3 });
const rows = makeBlobs(60, 8, 3, 2);

test("goes on from the state after any epoch to the same model", async () => {
  const states: TrainingState[] = [];
  const epochs: Epoch[] = [];
  const whole = await train({
    ...rows,
    model,
    runtime,
    onState: (take) => void states.push(structuredClone(take())),
    onEpoch: (epoch) => void epochs.push(epoch),
  });
  expect(states).toHaveLength(7);
  expect(epochs).toEqual(whole.history);
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  for (const resume of states) {
    expect(await train({ ...rows, model, runtime, resume })).toEqual(whole);
  }
});

test.each([
  [2, /^interrupted while mlp, member 1 of 3, was trained/],
  [4, /^interrupted while mlp, member 3 of 3, was trained/],
])(
  "an interrupt after epoch %i, before every member has learned, gives no model",
  async (at, message) => {
    const controller = new AbortController();
    const onEpoch = ({ epoch }: Epoch): void => {
      if (epoch === at) controller.abort();
    };
    const training = train({ ...rows, model, runtime, onEpoch, signal: controller.signal });
    await expect(training).rejects.toMatchObject({
      code: "interrupted",
      message: expect.stringMatching(message),
    });
  },
);

test("an interrupt of the last member keeps what there is", async () => {
  const controller = new AbortController();
  const onEpoch = ({ epoch }: Epoch): void => {
    if (epoch === 6) controller.abort();
  };
  const training = train({ ...rows, model, runtime, onEpoch, signal: controller.signal });
  await expect(training).rejects.toMatchObject({
    code: "interrupted",
    partial: { interrupted: true, bestEpoch: 6 },
  });
});

test("a member that diverges ends the training", async () => {
  const settings = { ...PRESETS.mlp.settings, solver: "sgd", learningRateInit: 1e30 } as const;
  const wild = ensemble([presetModel("lda"), { kind: "mlp", settings }]);
  const error: unknown = await train({ ...rows, model: wild, runtime }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    code: "diverged",
    message: expect.stringMatching(/^ensemble: mlp, member 2 of 2: training: .* learning rate/),
  });
  expect(error).not.toBeInstanceOf(TrainingError);
});

test("members of ensembles are members; one alone is none", () => {
  const [mlp, lda] = [presetModel("mlp"), presetModel("lda")];
  const three = ensemble([ensemble([mlp, lda]), lda]);
  expect(three.settings.members).toEqual([mlp, lda, lda]);
  expect(() => ensemble([lda])).toThrow("ensemble: needs 2 to 100 models, got 1");
});

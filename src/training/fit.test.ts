import { beforeAll, describe, expect, test } from "vitest";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { input } from "../network/symbolic-tensor.ts";
import { activation } from "../network/layers/core/activation.ts";
import { dense } from "../network/layers/core/dense.ts";
import { dropout } from "../network/layers/regularization/dropout.ts";
import { batchNormalization } from "../network/layers/normalization/batch-normalization.ts";
import { globalAveragePooling1d } from "../network/layers/pooling/global-pooling.ts";
import { network, sequential } from "../network/network.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { fit } from "./fit.ts";
import type { FitOptions, TrainingState, Validation } from "./fit-options.ts";
import type { FitSettings } from "./fit-settings.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const ROWS = 30;
const hidden = dense({ units: 6 });
const output = dense({ units: 3 });
const plain = sequential([input([4]), hidden, activation({ activation: "tanh" }), output]);
const dropping = sequential([input([4]), hidden, dropout({ rate: 0.3 }), output]);

function matrix(columns: number, value: (row: number, column: number) => number): Matrix {
  const data = Float32Array.from({ length: ROWS * columns }, (_, i) =>
    value(Math.floor(i / columns), i % columns),
  );
  return { data, rows: ROWS, columns };
}

const random = new Random(4);
const X = matrix(4, (row, c) => Number(row % 4 === c) + random.uniform() - 0.5);
const targets = matrix(3, (row, c) => Number(row % 3 === c));

function options(
  settings: Partial<FitSettings> = {},
  more: Partial<Omit<FitOptions, "settings">> = {},
): FitOptions {
  const network = settings.optimizer?.name === "lbfgs" ? plain : dropping;
  return {
    runtime,
    network,
    X,
    targets,
    initial: network.initialize(3),
    seed: 1,
    settings: { epochs: 6, batchSize: 8, learningRate: 0.05, ...settings },
    ...more,
  };
}

/** Validation whose scores are given, epoch by epoch; the losses are 1 minus them, backwards. */
function scores(...values: readonly number[]): () => Promise<Validation> {
  let epoch = 0;
  return async () => ({ score: values[epoch]!, loss: 1 - values[values.length - ++epoch]! });
}

describe("a training that is resumed ends as one that was not interrupted, to the bit", () => {
  const cases: Readonly<Record<string, Partial<FitSettings>>> = {
    adam: { mixup: 0.4, alpha: 0.1 },
    "sgd with momentum, averaged": { optimizer: { name: "sgd", momentum: 0.9 }, emaMomentum: 0.9 },
    "a rate that falls on plateaus": {
      schedule: { name: "reduceOnPlateau", patience: 1, minDelta: 0.05 },
    },
    "adaptive, stopping": {
      optimizer: { name: "sgd" },
      schedule: { name: "adaptive" },
      patience: 1,
      minDelta: 0.02,
    },
    cosine: { schedule: { name: "cosine", warmupEpochs: 1 }, clipNorm: 0.1 },
    lbfgs: { optimizer: { name: "lbfgs", maxFun: 100, tol: 1e-9 } },
  };

  test.each(Object.entries(cases))("%s", async (_, settings) => {
    const whole: TrainingState[] = [];
    const validate = async (parameters: Float32Array): Promise<Validation> => ({
      score: -Math.abs(parameters[3]! - 0.1),
      loss: 1,
    });
    const validated = settings.schedule?.name === "adaptive" ? {} : { validate };
    const undisturbed = await fit(
      options(settings, { ...validated, onState: (take) => void whole.push(take()) }),
    );
    for (const state of whole) {
      const resume = structuredClone(state);
      expect(await fit(options(settings, { ...validated, resume }))).toEqual(undisturbed);
    }
    expect(whole).toHaveLength(undisturbed.history.length);
    expect(whole.map(({ finished }) => finished).indexOf(true)).not.toBe(0);
  });

  test("a finished one is left as it is", async () => {
    let last: TrainingState | undefined;
    const onState = (take: () => TrainingState): void => void (last = take());
    const onEpoch = ({ epoch }: { epoch: number }) => (epoch === 2 ? "stop" : undefined);
    const stopped = await fit(options({}, { onEpoch, onState }));
    expect(last).toMatchObject({ epoch: 2, finished: true });
    expect(stopped.history).toHaveLength(2);
    expect(await fit(options({}, { resume: last }))).toEqual(stopped);
  });
});

describe("the best epoch is kept", () => {
  test.each([
    ["by score", { monitor: "score" }, 2],
    ["by loss", { monitor: "loss" }, 3],
  ] as const)("%s", async (_, settings, best) => {
    const validate = scores(0.2, 0.5, 0.5, 0.1, 0.3);
    const states: TrainingState[] = [];
    const onState = (take: () => TrainingState): void => void states.push(take());
    const { bestEpoch, parameters } = await fit(
      options({ ...settings, epochs: 5, patience: 9 }, { validate, onState }),
    );
    expect(bestEpoch).toBe(best);
    expect(parameters).toEqual(states[best - 1]!.solver.vectors["parameters"]);
  });

  test.each([
    [0, 3],
    [1, 4],
  ])(
    "and the end is there after %i epochs without improvement too many",
    async (patience, epochs) => {
      const validate = scores(0.2, 0.5, 0.5, 0.1, 0.3);
      const { history } = await fit(options({ epochs: 5, patience }, { validate }));
      expect(history).toHaveLength(epochs);
    },
  );
});

describe("a network with statistics and lengths", () => {
  const sequence = input([2, 2], { lengths: true });
  const pooled = globalAveragePooling1d()(batchNormalization()(sequence));
  const statistical = network(sequence, dense({ units: 3 })(pooled));
  const lengths = Float32Array.from({ length: ROWS }, (_, row) => 1 + (row % 2));
  const initial = statistical.initialize(1);
  const train = (more: Partial<FitOptions>, settings: Partial<FitSettings> = {}) =>
    fit(options(settings, { network: statistical, initial, lengths, ...more }));

  test("keeps what training made of the statistics, and is resumed with them", async () => {
    const states: TrainingState[] = [];
    const settings = { emaMomentum: 0.5 };
    const onState = (take: () => TrainingState): void => void states.push(take());
    const whole = await train({ onState }, settings);
    const { trainableSize, size } = statistical;
    expect(size).toBeGreaterThan(trainableSize);
    const { parameters, average, moment1 } = states.at(-1)!.solver.vectors;
    expect(moment1).toHaveLength(trainableSize);
    expect(whole.parameters.slice(0, trainableSize)).toEqual(average);
    expect(whole.parameters.slice(trainableSize)).toEqual(parameters!.slice(trainableSize));
    expect(whole.parameters.slice(trainableSize)).not.toEqual(initial.slice(trainableSize));
    expect(await train({ resume: states[2] }, settings)).toEqual(whole);
  });

  test("must be given the lengths, and others must not", async () => {
    await expect(fit(options({}, { network: statistical, initial }))).rejects.toThrow(
      "training: the network takes the length of each row, but there are none",
    );
    await expect(fit(options({}, { lengths }))).rejects.toThrow(
      "training: the network takes no lengths, but there are some",
    );
  });

  test("does not see what is behind a row's length", async () => {
    const hidden = X.data.map((value, i) =>
      i % 4 >= 2 && Math.floor(i / 4) % 2 === 0 ? 77 : value,
    );
    const { parameters } = await train({});
    expect(await train({ X: { ...X, data: hidden } })).toMatchObject({ parameters });
    const full = await train({ lengths: lengths.map(() => 2) });
    expect(full.parameters).not.toEqual(parameters);
  });
});

test("rows of weight 0 are not learned from", async () => {
  const odd = targets.data.map((value, i) => (i < 30 ? 1 - value : value));
  const first = Float32Array.from({ length: ROWS }, (_, row) => Number(row >= 10));
  const settings = { shuffle: false, batchSize: 30 };
  const some = options(settings, { weights: first });
  const a = await fit(some);
  expect(await fit({ ...some, targets: { ...targets, data: odd } })).toEqual(a);
  const weighted = await fit({ ...some, weights: first.map((weight) => 2 * weight) });
  expect(weighted.parameters).not.toEqual(a.parameters);
  const divided = options({ ...settings, dividesByWeights: true }, { weights: first });
  const [once, twice] = [
    await fit(divided),
    await fit({ ...divided, weights: first.map((w) => 2 * w) }),
  ];
  expect(twice).toEqual(once);
});

test("mixup changes what is learned, and follows the seed", async () => {
  const [none, some, again] = [
    await fit(options()),
    await fit(options({ mixup: 0.5 })),
    await fit(options({ mixup: 0.5 })),
  ];
  expect(some.parameters).not.toEqual(none.parameters);
  expect(again).toEqual(some);
});

test.each([
  ["features", { X: { ...X, data: X.data.with(4 * 17 + 2, 3e38) } }, {}, 2],
  [
    "targets",
    { targets: { ...targets, data: targets.data.with(3 * 17 + 1, 1e25) } },
    { loss: { name: "meanSquaredError" } },
    1,
  ],
] as const)(
  "a loss that is not finite by a value among %s says which",
  async (name, more, settings, column) => {
    await expect(fit(options({ ...settings, shuffle: false }, more))).rejects.toThrow(
      new RegExp(
        `^training: .* in epoch \\d, batch \\d of 4: row 17 has \\S+ in column ${column} of its ${name}, which is far out of range; look at the data, or scale them$`,
      ),
    );
  },
);

describe("settings out of range are refused", () => {
  test.each<[Partial<FitSettings>, string | RegExp, Partial<Omit<FitOptions, "settings">>?]>([
    [{ epochs: 0 }, "training: epochs must be an integer in [1, 2147483648], got 0"],
    [{ learningRate: -1 }, "training: learningRate must be a number above 0, got -1"],
    [{ emaMomentum: 1 }, "training: emaMomentum must be a number in [0, 1), got 1"],
    [{ mixup: NaN }, "training: mixup must be a number from 0, got NaN"],
    [
      { specAugment: { timeMasks: -1 } },
      "training: specAugment.timeMasks must be an integer in [0, 1000], got -1",
    ],
    [
      { specAugment: {} },
      "training: specAugment masks sequences of frames, but the features are vectors; take a set without statistics, such as frames, or leave it out",
    ],
    [
      { clipNorm: 1, clipValue: 1 },
      "training: only one of clipNorm, globalClipNorm and clipValue can be set, got clipNorm and clipValue",
    ],
    [
      { loss: { name: "categoricalCrossentropy", labelSmoothing: 1 } },
      "training: loss.labelSmoothing must be a number in [0, 1), got 1",
    ],
    [
      { optimizer: { name: "lion" } as never },
      'training: optimizer.name must be one of sgd, adam, adamw, rmsprop, lbfgs, ridge, lda, got "lion"',
    ],
    [
      { schedule: { name: "cosine", warmupEpochs: 6 } },
      "training: schedule.warmupEpochs must be below the number of epochs (6), got 6",
    ],
    [
      { schedule: { name: "step", epochs: 1, factor: 2 } },
      "training: schedule.factor must be a number in (0, 1), got 2",
    ],
    [
      { optimizer: { name: "lbfgs", maxFun: 9, tol: 0 }, mixup: 1 },
      "training: lbfgs works on all rows at once and without mixup; take another optimizer",
    ],
    [
      { optimizer: { name: "lbfgs", maxFun: 9, tol: 0 }, clipNorm: 1 },
      "training: lbfgs works on all rows at once and without clipped gradients; take another optimizer",
    ],
    [
      { optimizer: { name: "lbfgs", maxFun: 9, tol: 0 } },
      "training: lbfgs works on all rows at once and without dropout; take another optimizer",
      { network: dropping },
    ],
    [
      {},
      "training: there must be as many weights as rows of features (30), got 3",
      { weights: new Float32Array(3) },
    ],
    [
      {},
      "training: every weight must be a number from 0, got -1 for row 0",
      { weights: new Float32Array(ROWS).fill(-1) },
    ],
    [{}, "training: the weight of every row is 0", { weights: new Float32Array(ROWS) }],
    [{ epoch: 3 } as object, /^training: has no option epoch; it takes epochs, batchSize, /],
  ])("%o: %s", async (settings, message, more) => {
    await expect(fit(options(settings, more))).rejects.toMatchObject({
      code: "invalid-argument",
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});

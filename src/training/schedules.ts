import type * as v from "valibot";
import { complete } from "../options/check.ts";
import { group, integer, number, variants, withDefault } from "../options/schema.ts";

const FACTOR = { text: "factor of the learning rate", above: 0, below: 1 };

/**
 * The schedules of the learning rate:
 *
 * - `constant`
 * - `invscaling`, scikit-learn's: after each epoch the learning rate / (rows seen + 1)^powerT
 * - `adaptive`, scikit-learn's: a fifth of the rate whenever training would stop, down to 1e-6
 * - `step`, PyTorch's `StepLR`
 * - `cosine`, Keras' `CosineDecay`: half a cosine over all epochs, Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983
 * - `reduceOnPlateau`, Keras' `ReduceLROnPlateau`
 */
export const SCHEDULES = {
  constant: group({}),
  invscaling: group({
    powerT: withDefault(number({ min: 0, text: "exponent of the number of rows seen" }), 0.5),
  }),
  adaptive: group({}),
  step: group({
    epochs: integer({ min: 1, text: "epochs between two reductions" }),
    factor: withDefault(number(FACTOR), 0.1),
  }),
  cosine: group({
    warmupEpochs: withDefault(
      integer({ min: 0, text: "epochs in which the learning rate rises from 0" }),
      0,
    ),
    alpha: withDefault(
      number({ min: 0, max: 1, text: "share of the learning rate at the end" }),
      0,
    ),
  }),
  reduceOnPlateau: group({
    factor: withDefault(number(FACTOR), 0.1),
    patience: withDefault(
      integer({ min: 1, text: "epochs without improvement before a reduction" }),
      10,
    ),
    minDelta: withDefault(number({ min: 0, text: "smallest improvement that counts" }), 1e-4),
    cooldown: withDefault(
      integer({ min: 0, text: "epochs after a reduction that are not counted" }),
      0,
    ),
    minLearningRate: withDefault(number({ min: 0, text: "lowest learning rate" }), 0),
  }),
};

const SCHEDULE = variants("name", SCHEDULES);

/** A schedule of the learning rate and its options as plain data. */
export type ScheduleSettings = v.InferInput<typeof SCHEDULE>;

type Complete<Name extends ScheduleSettings["name"]> = Extract<
  v.InferOutput<typeof SCHEDULE>,
  { name: Name }
>;

/** The training that a schedule is for. */
export interface ScheduleContext {
  readonly learningRate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly rows: number;
}

/** The state of a schedule as numbers by name, for checkpoints. */
export type ScheduleState = Readonly<Record<string, number>>;

/** The learning rate over a training. */
export interface Schedule {
  /** The rate of a step; steps of the training and epochs from 0. */
  rate(step: number, epoch: number): number;
  /** Takes the monitored value after an epoch. Lower is better. */
  endEpoch(monitored: number): void;
  /** Called when training would stop. True when it is to continue at a lower rate. */
  reduceLearningRate(): boolean;
  readonly state: ScheduleState;
}

/**
 * The schedule of some settings, at its beginning or as it was in `state`.
 * @throws {AffektError} `invalid-argument` for settings out of range or unknown.
 */
export function scheduleOf(
  given: ScheduleSettings,
  context: ScheduleContext,
  state: ScheduleState = {},
): Schedule {
  const settings = complete(SCHEDULE, given, "schedule");
  const { learningRate, epochs, stepsPerEpoch } = context;
  switch (settings.name) {
    case "constant":
      return fixed(() => learningRate);
    case "invscaling":
      return inverseScaling(settings, context, { rowsSeen: 0, ...state });
    case "step":
      return fixed(
        (_, epoch) => learningRate * settings.factor ** Math.floor(epoch / settings.epochs),
      );
    case "cosine":
      return cosine(settings, learningRate, epochs, stepsPerEpoch);
    case "adaptive":
      return adaptive({ learningRate, ...state });
    case "reduceOnPlateau":
      return reduceOnPlateau(settings, {
        learningRate,
        best: Infinity,
        idle: 0,
        cooldown: 0,
        ...state,
      });
  }
}

/** A schedule that depends on step and epoch only. */
function fixed(rate: Schedule["rate"]): Schedule {
  return { rate, endEpoch: () => undefined, reduceLearningRate: () => false, state: {} };
}

function inverseScaling(
  { powerT }: Complete<"invscaling">,
  { learningRate, rows }: ScheduleContext,
  now: { rowsSeen: number },
): Schedule {
  return {
    rate: () => (now.rowsSeen === 0 ? learningRate : learningRate / (now.rowsSeen + 1) ** powerT),
    endEpoch: () => void (now.rowsSeen += rows),
    reduceLearningRate: () => false,
    get state() {
      return { ...now };
    },
  };
}

function cosine(
  { warmupEpochs, alpha }: Complete<"cosine">,
  learningRate: number,
  epochs: number,
  stepsPerEpoch: number,
): Schedule {
  const warmup = warmupEpochs * stepsPerEpoch;
  const decay = epochs * stepsPerEpoch - warmup;
  return fixed((step) => {
    if (step < warmup) return (learningRate * step) / warmup;
    const share = Math.min(1, (step - warmup) / decay);
    return learningRate * (alpha + (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)));
  });
}

function adaptive(now: { learningRate: number }): Schedule {
  const LOWEST = 1e-6;
  return {
    rate: () => now.learningRate,
    endEpoch: () => undefined,
    reduceLearningRate() {
      if (now.learningRate <= LOWEST) return false;
      now.learningRate /= 5;
      return true;
    },
    get state() {
      return { ...now };
    },
  };
}

function reduceOnPlateau(
  { factor, patience, minDelta, cooldown, minLearningRate }: Complete<"reduceOnPlateau">,
  now: { learningRate: number; best: number; idle: number; cooldown: number },
): Schedule {
  return {
    rate: () => now.learningRate,
    endEpoch(monitored) {
      if (now.cooldown > 0) {
        now.cooldown--;
        now.idle = 0;
      }
      if (monitored < now.best - minDelta) {
        now.best = monitored;
        now.idle = 0;
      } else if (now.cooldown === 0) {
        now.idle++;
        if (now.idle < patience || now.learningRate <= minLearningRate) return;
        now.learningRate = Math.max(now.learningRate * factor, minLearningRate);
        now.cooldown = cooldown;
        now.idle = 0;
      }
    },
    reduceLearningRate: () => false,
    get state() {
      return { ...now };
    },
  };
}

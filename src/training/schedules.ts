/** How the learning rate changes over a training; plain data. */
export type ScheduleSettings =
  | { readonly name: "constant" }
  | InverseScalingSettings
  /** scikit-learn's `adaptive`: a fifth of the rate whenever the training would stop, down to 1e-6. */
  | { readonly name: "adaptive" }
  | StepSettings
  | CosineSettings
  | ReduceOnPlateauSettings;

/** scikit-learn's `invscaling`: after each epoch the learning rate / (rows seen + 1)^powerT. */
export interface InverseScalingSettings {
  readonly name: "invscaling";
  /** Default 0.5. */
  readonly powerT?: number;
}

/** The rate times `factor` after every `epochs` epochs: PyTorch's `StepLR`. */
export interface StepSettings {
  readonly name: "step";
  readonly epochs: number;
  /** Default 0.1. */
  readonly factor?: number;
}

/** Half a cosine down to `alpha` times the rate over all epochs (Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983): Keras' `CosineDecay`. */
export interface CosineSettings {
  readonly name: "cosine";
  /** Epochs over which the rate first rises from 0; default 0. */
  readonly warmupEpochs?: number;
  /** Default 0. */
  readonly alpha?: number;
}

/** The rate times `factor` when what is watched has not improved for some epochs: Keras' `ReduceLROnPlateau`. */
export interface ReduceOnPlateauSettings {
  readonly name: "reduceOnPlateau";
  /** Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement; default 10. */
  readonly patience?: number;
  /** What counts as an improvement; default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a reduction that are not counted; default 0. */
  readonly cooldown?: number;
  /** Default 0. */
  readonly minLearningRate?: number;
}

/** What a schedule knows of the training. */
export interface ScheduleContext {
  readonly learningRate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly rows: number;
}

/** What changes in a schedule as a training goes on, by name; what a checkpoint keeps of it. */
export type ScheduleState = Readonly<Record<string, number>>;

/** The learning rate over a training. */
export interface Schedule {
  /** The rate of a step; steps of the training and epochs from 0. */
  rate(step: number, epoch: number): number;
  /** Takes what is watched after an epoch; better when lower. */
  endEpoch(watched: number): void;
  /** Called where training would stop; true where it shall go on at a lower rate. */
  lower(): boolean;
  readonly state: ScheduleState;
}

/** Makes the schedule of some settings, at its beginning or as it was in `state`. */
export function scheduleOf(
  settings: ScheduleSettings,
  context: ScheduleContext,
  state: ScheduleState = {},
): Schedule {
  const { learningRate, epochs, stepsPerEpoch } = context;
  switch (settings.name) {
    case "constant":
      return fixed(() => learningRate);
    case "invscaling":
      return inverseScaling(settings, context, { rowsSeen: 0, ...state });
    case "step":
      return fixed(
        (_, epoch) =>
          learningRate * (settings.factor ?? 0.1) ** Math.floor(epoch / settings.epochs),
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

/** A schedule that follows from step and epoch alone. */
function fixed(rate: Schedule["rate"]): Schedule {
  return { rate, endEpoch: () => undefined, lower: () => false, state: {} };
}

function inverseScaling(
  { powerT = 0.5 }: InverseScalingSettings,
  { learningRate, rows }: ScheduleContext,
  now: { rowsSeen: number },
): Schedule {
  return {
    rate: () => (now.rowsSeen === 0 ? learningRate : learningRate / (now.rowsSeen + 1) ** powerT),
    endEpoch: () => void (now.rowsSeen += rows),
    lower: () => false,
    get state() {
      return { ...now };
    },
  };
}

function cosine(
  { warmupEpochs = 0, alpha = 0 }: CosineSettings,
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
    lower() {
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
  {
    factor = 0.1,
    patience = 10,
    minDelta = 1e-4,
    cooldown = 0,
    minLearningRate = 0,
  }: ReduceOnPlateauSettings,
  now: { learningRate: number; best: number; idle: number; cooldown: number },
): Schedule {
  return {
    rate: () => now.learningRate,
    endEpoch(watched) {
      if (now.cooldown > 0) {
        now.cooldown--;
        now.idle = 0;
      }
      if (watched < now.best - minDelta) {
        now.best = watched;
        now.idle = 0;
      } else if (now.cooldown === 0) {
        now.idle++;
        if (now.idle < patience || now.learningRate <= minLearningRate) return;
        now.learningRate = Math.max(now.learningRate * factor, minLearningRate);
        now.cooldown = cooldown;
        now.idle = 0;
      }
    },
    lower: () => false,
    get state() {
      return { ...now };
    },
  };
}

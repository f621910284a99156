import { completeSpecAugment } from "../augmentation/spec-augment.ts";
import { checkClipping } from "../network/graphs/gradient-clipping.ts";
import { checkChoice } from "../options/option-checks.ts";
import type { FitSettings } from "./fit-options.ts";
import {
  checkRanges,
  COUNT,
  NOT_NEGATIVE,
  POSITIVE,
  type Ranges,
  SHARE,
} from "../options/setting-ranges.ts";

const TRAINING: Ranges = {
  epochs: COUNT,
  batchSize: COUNT,
  learningRate: POSITIVE,
  l1: NOT_NEGATIVE,
  l2: NOT_NEGATIVE,
  alpha: NOT_NEGATIVE,
  clipNorm: POSITIVE,
  globalClipNorm: POSITIVE,
  clipValue: POSITIVE,
  mixup: NOT_NEGATIVE,
  emaMomentum: SHARE,
  patience: NOT_NEGATIVE,
  minDelta: NOT_NEGATIVE,
};

const OPTIMIZERS: Readonly<Record<string, Ranges>> = {
  sgd: { momentum: { from: 0, to: 1 } },
  adam: { beta1: SHARE, beta2: SHARE, epsilon: POSITIVE },
  adamw: { beta1: SHARE, beta2: SHARE, epsilon: POSITIVE, weightDecay: NOT_NEGATIVE },
  rmsprop: { rho: SHARE, momentum: SHARE, epsilon: POSITIVE },
  lbfgs: { maxFun: COUNT, tol: NOT_NEGATIVE, ftol: NOT_NEGATIVE },
  ridge: { alpha: NOT_NEGATIVE },
  lda: {},
};

const LOSSES: Readonly<Record<string, Ranges>> = {
  categoricalCrossentropy: { labelSmoothing: SHARE },
  categoricalFocalCrossentropy: { labelSmoothing: SHARE, alpha: POSITIVE, gamma: NOT_NEGATIVE },
  meanSquaredError: {},
};

const SCHEDULES: Readonly<Record<string, Ranges>> = {
  constant: {},
  invscaling: { powerT: NOT_NEGATIVE },
  adaptive: {},
  step: { epochs: COUNT, factor: { above: 0, below: 1 } },
  cosine: { warmupEpochs: { from: 0, whole: true }, alpha: { from: 0, to: 1 } },
  reduceOnPlateau: {
    factor: { above: 0, below: 1 },
    patience: COUNT,
    minDelta: NOT_NEGATIVE,
    cooldown: { from: 0, whole: true },
    minLearningRate: NOT_NEGATIVE,
  },
};

/** Errors: `invalid-argument` for a setting out of its range, an unknown name or ones that exclude each other. */
export function checkFitSettings(settings: FitSettings): void {
  checkRanges("training", settings, TRAINING);
  checkNamed("optimizer", settings.optimizer, OPTIMIZERS);
  checkNamed("loss", settings.loss, LOSSES);
  checkNamed("schedule", settings.schedule, SCHEDULES);
  checkClipping(settings);
  const { schedule, epochs, specAugment } = settings;
  if (specAugment !== undefined) completeSpecAugment(specAugment);
  if (schedule?.name === "cosine") {
    checkRanges("cosine", schedule, { warmupEpochs: { from: 0, below: epochs } });
  }
}

function checkNamed(
  what: string,
  settings: { readonly name: string } | undefined,
  ranges: Readonly<Record<string, Ranges>>,
): void {
  if (settings === undefined) return;
  checkChoice("training", `${what}.name`, settings.name, Object.keys(ranges));
  checkRanges(settings.name, settings, ranges[settings.name]!);
}

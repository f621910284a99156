import { groupBy } from "../group-by.ts";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { rowShape } from "../math/linear-algebra/matrix.ts";
import { checkFits } from "../models/build-network.ts";
import { presetModel } from "../models/presets.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import type { Pool } from "../parallel/pool.ts";
import type { CalibrationClips } from "../splits/calibration.ts";
import { defaultProtocol, type Protocol } from "../splits/protocols.ts";
import { VERSION } from "../version.ts";
import type { Candidate } from "./candidate.ts";
import { compareModels } from "./compare-models.ts";
import { summarizeData } from "./data-summary.ts";
import type { FoldJobs } from "./fold-job.ts";
import { modelResult } from "./model-result.ts";
import { nestedChoices } from "./nested-choice.ts";
import { featureGroups } from "./explanation/permuted-features.ts";
import { planRuns } from "./plan-runs.ts";
import type { EvaluationResult } from "./result.ts";
import { runFolds } from "./run-folds.ts";

/** Options of `evaluateModels`. */
export interface EvaluateModelsOptions {
  /** Default: `mlp` and `cnn`. */
  readonly candidates?: readonly Candidate[];
  /** Default: `emobox-6` on the whole of RAVDESS, `group-k` elsewhere. */
  readonly protocols?: readonly Protocol[];
  /** The first seed; default 0. */
  readonly seed?: number;
  /** The number of seeds, from `seed` on: splits that are drawn and trainings are repeated with each. Default 1. */
  readonly seeds?: number | undefined;
  /** The number of folds of `group-k`; default 5, or one per speaker if there are fewer. */
  readonly folds?: number | undefined;
  /** The corpora that `cross-corpus` tests on; default all. */
  readonly testOn?: readonly string[] | undefined;
  /** Training speakers of each fold that are held out to stop early; default none. `fixed` brings its own. */
  readonly validationSpeakers?: number | undefined;
  /**
   * Adds the result of a nested choice: for each fold, the candidate that is best over this number of inner folds of the training speakers.
   * Default: none.
   */
  readonly innerFolds?: number | undefined;
  /**
   * Adapts the model to each test speaker by this number of the speaker's clips, drawn five times without their labels and not tested then; or by
   * `all`, the tested clips themselves, which is transductive. Default: none.
   */
  readonly calibrationClips?: CalibrationClips | undefined;
  /** The number of permutations that measure the importance of each feature group; default 0. */
  readonly permutations?: number | undefined;
  readonly pool: Pool<FoldJobs>;
  /** Called as each fold of any model ends. */
  readonly onFold?: (finished: number, folds: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Warnings about the data, to be included in the result. */
  readonly warnings?: readonly string[];
}

const OPTION_NAMES: OptionNames<EvaluateModelsOptions> = {
  candidates: true,
  protocols: true,
  seed: true,
  seeds: true,
  folds: true,
  testOn: true,
  validationSpeakers: true,
  innerFolds: true,
  calibrationClips: true,
  permutations: true,
  pool: true,
  onFold: true,
  signal: true,
  warnings: true,
};

const DEFAULT_CANDIDATES: readonly Candidate[] = (["mlp", "cnn"] as const).map((name) => ({
  name,
  model: presetModel(name),
}));

/**
 * Cross-validates models by protocols, all folds on one pool. Results are in the order of the protocols, then of the candidates.
 * @throws {AffektError} as `splitClips`; `mismatch` where a model does not take such features; `interrupted`; the error of the first fold
 * that fails, with the fold's name; `invalid-argument` for inner folds of a protocol that tests known speakers.
 */
export async function evaluateModels(
  labelled: LabelledClips,
  options: EvaluateModelsOptions,
): Promise<EvaluationResult> {
  assertOptionNames(options, OPTION_NAMES, "evaluateModels");
  const {
    candidates = DEFAULT_CANDIDATES,
    protocols = [defaultProtocol(labelled.clips)],
    seed = 0,
    seeds = 1,
    permutations = 0,
    calibrationClips,
    warnings = [],
  } = options;
  for (const { model } of candidates) checkFits(model, rowShape(labelled.X));
  const runs = planRuns(labelled, candidates, protocols, { ...options, seed, seeds });
  const groups = permutations > 0 ? featureGroups(labelled.set) : [];
  await runFolds(labelled, runs, {
    ...options,
    permutations: permutations > 0 ? { groups, repeats: permutations } : undefined,
  });
  const results = [
    ...groupBy(runs, ({ split, candidate }) => `${split.protocol}\n${candidate.name}`),
  ];
  const models = results.map(([, own]) =>
    modelResult(labelled, own, { seed, groups, calibrationClips }),
  );
  const all = [...models, ...nestedChoices(models, seed)];
  return {
    version: VERSION,
    date: new Date().toISOString(),
    seed,
    data: summarizeData(labelled),
    models: all,
    comparisons: compareModels(all, seed),
    warnings: [...labelled.warnings, ...warnings],
  };
}

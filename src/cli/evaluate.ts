import { type Command, Option } from "commander";
import { checkLabels } from "../datasets/check-labels.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import type { Candidate } from "../evaluation/candidate.ts";
import { evaluateModels } from "../evaluation/evaluate-models.ts";
import type { FoldJobs } from "../evaluation/fold-job.ts";
import { embeddingMap } from "../evaluation/map/embedding-map.ts";
import { joinResults } from "../evaluation/join-results.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import type { ModelSpec } from "../models/model-spec.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { allWithSettings } from "../models/with-settings.ts";
import type { SourceTable } from "../node/feature-table.ts";
import type { Pool } from "../parallel/pool.ts";
import { renderTable } from "../report/formats/text.ts";
import { comparisonTable } from "../report/tables/comparison-table.ts";
import { significanceTable } from "../report/tables/significance-table.ts";
import type { Protocol } from "../splits/protocols.ts";
import {
  augmentationOf,
  type AugmentationOptions,
  withAugmentationOptions,
} from "./options/augmentation-options.ts";
import { type CalibrationOptions, calibrationOption } from "./options/calibration-option.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  wholeNumber,
  withLabelOptions,
  withRecordingOptions,
} from "./options/options.ts";
import { openPool, type PoolOptions, withQueue } from "./options/pool-options.ts";
import { setChoices, setsOption } from "./options/set-choices.ts";
import { checkChanges, checkFeatures, standardSet } from "./options/training-check.ts";
import {
  type ModelSettingOptions,
  modelSettings,
  withModelSettings,
} from "./options/model-settings.ts";
import {
  MODEL_WORDS,
  modelName,
  protocolOption,
  type TrainingOptions,
  withTrainingOptions,
} from "./options/training-options.ts";
import { provenance } from "./results/provenance.ts";
import {
  checkResultFiles,
  type ResultFileOptions,
  withResultFiles,
  writeResultFiles,
} from "./results/result-files.ts";
import { countRecordings, tableOfSources, warnLeftOut } from "./table-of-features.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { print, printJson } from "./terminal/output.ts";
import { Progress } from "./terminal/progress.ts";
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { warn } from "./terminal/warning.ts";

interface Options
  extends
    RecordingOptions,
    Omit<TrainingOptions, "set">,
    ModelSettingOptions,
    AugmentationOptions,
    ResultFileOptions,
    CalibrationOptions,
    PoolOptions {
  readonly set?: readonly string[];
  readonly model: readonly ModelName[];
  readonly protocol?: Protocol;
  readonly folds?: number;
  readonly testOn?: readonly string[];
  readonly seeds: number;
  readonly innerFolds?: number;
  readonly permutations: number;
}

/** `affekt evaluate`: trains and tests models fold by fold. */
export function evaluateCommand(): Command {
  const base = command(
    "evaluate",
    "train and test models fold by fold and compare them, by default on speakers that they have not heard",
    `affekt evaluate ravdess --model mlp,cnn --protocol emobox-6 --report report.html
affekt evaluate ravdess --model mlp,lda,tcn --set classic-180,frames --param hiddenLayerSizes=[300,100]
affekt evaluate recordings.csv --merge calm=neutral --predictions predictions.csv`,
  );
  const trained = withTrainingOptions(withLabelOptions(withRecordingOptions(base)), setsOption());
  return withQueue(withResultFiles(withAugmentationOptions(withModelSettings(trained))))
    .argument("<source...>", "folders, zips, manifests, feature tables or names of corpora")
    .addOption(
      new Option("--model <names>", `models, separated by commas: ${MODEL_WORDS}`)
        .argParser((text) => text.split(",").map(modelName))
        .default(["mlp", "cnn"], "mlp,cnn"),
    )
    .addOption(protocolOption())
    .option(
      "--folds <n>",
      "number of folds of group-k (default: 5, or one per speaker if there are fewer)",
      wholeNumber(2),
    )
    .addOption(calibrationOption())
    .option(
      "--test-on <names>",
      "corpora that cross-corpus tests on, separated by commas (default: each in turn)",
      (text) => text.split(",").map((name) => name.trim()),
    )
    .option(
      "--seeds <n>",
      "repeat random splits and training with <n> seeds, starting at --seed",
      wholeNumber(1),
      1,
    )
    .option(
      "--inner-folds <n>",
      "add a nested choice: in each fold, the best model over <n> folds of the training speakers",
      wholeNumber(2),
    )
    .option(
      "--permutations <n>",
      "measure the importance of feature groups by <n> permutations of each",
      wholeNumber(0),
      0,
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { protocol, folds, seed } = options;
  const models = allWithSettings(
    options.model.map((name) => presetModel(name)),
    await modelSettings(options),
  );
  const candidates = options.model.map((name, i) => ({ name, model: models[i]! }));
  const choices = await setChoices(options.set, candidates);
  checkChanges(models, options);
  for (const { set, candidates: own } of choices) {
    checkFeatures(modelsOf(own), set ?? standardSet(names), options);
  }
  await checkResultFiles(options, names);
  const pool = await openPool(options);
  try {
    await interruptible(async (signal) => {
      const results: EvaluationResult[] = [];
      let table!: SourceTable;
      for (const choice of choices) {
        table = await tableOfSources(names, {
          set: choice.set,
          augmentation: augmentationOf(options),
          channel: options.channel,
          labels: labelOptionsOf(options),
          cache: options.cache,
          pool,
          signal,
          onRecordings: (recordings) => checkLabels(recordings, { protocol, folds, seed }),
        });
        results.push(await evaluateTable(table, choice.candidates, { ...options, pool, signal }));
      }
      const result = { ...joinResults(results), provenance: provenance() };
      for (const warning of result.warnings) warn(warning);
      for (const { model: name, warnings } of result.models) {
        for (const warning of warnings) warn(`${name}: ${warning}`);
      }
      await writeResultFiles(options, result, {
        names,
        labels: labelOptionsOf(options),
        channel: options.channel,
      });
      if (options.json) {
        printJson(options.predictions === true ? result : withoutPredictions(result));
      } else print(describe(result));
      throwIfFailed(table.failed, countRecordings(table.rows));
    });
  } finally {
    await pool.close();
  }
}

async function evaluateTable(
  table: SourceTable,
  candidates: readonly Candidate[],
  options: Options & { readonly pool: Pool<FoldJobs>; readonly signal: AbortSignal },
): Promise<EvaluationResult> {
  const { protocol, seed, report, json, signal } = options;
  checkFeatures(modelsOf(candidates), table.set, options);
  const labelled = labelledClips(table, options);
  warnLeftOut(labelled.leftOut);
  const progress = new Progress("folds");
  const result = await evaluateModels(labelled, {
    candidates,
    ...(protocol && { protocols: [protocol] }),
    seed,
    seeds: options.seeds,
    folds: options.folds,
    testOn: options.testOn,
    validationSpeakers: options.validationSpeakers,
    calibrationClips: options.calibrationClips,
    innerFolds: options.innerFolds,
    permutations: options.permutations,
    pool: options.pool,
    onFold: (finished, all) => progress.show(finished, all),
    signal,
  });
  progress.end("trained and tested");
  const isShown = report !== undefined || json === true;
  const map = isShown ? embeddingMap(labelled, seed) : undefined;
  return { ...result, ...(map && { map }) };
}

function describe({ models, comparisons }: EvaluationResult): string {
  return [
    renderTable(comparisonTable(models)),
    ...(comparisons.length > 0 ? ["", renderTable(significanceTable(comparisons))] : []),
  ].join("\n");
}

function modelsOf(candidates: readonly Candidate[]): ModelSpec[] {
  return candidates.map(({ model }) => model);
}

function withoutPredictions({ models, ...result }: EvaluationResult): object {
  return { ...result, models: models.map(({ predictions: _, ...model }) => model) };
}

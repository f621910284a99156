import { type Command, Option } from "commander";
import { checkLabels } from "../datasets/check-labels.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import type { Candidate } from "../evaluation/candidate.ts";
import { evaluateModels } from "../evaluation/evaluate-models.ts";
import type { FoldJobs } from "../evaluation/fold-job.ts";
import { joinResults } from "../evaluation/join-results.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import type { ModelSpec } from "../models/model-spec.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { allWithSettings } from "../models/with-settings.ts";
import type { SourceTable } from "../node/feature-table.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { createPool } from "../node/workers/thread-pool.ts";
import type { Pool } from "../parallel/pool.ts";
import { renderReport } from "../report/lazy-report.ts";
import { renderTable } from "../report/formats/text.ts";
import { comparisonTable } from "../report/tables/comparison-table.ts";
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
import { predictionsKind, writePredictions } from "./predictions-table.ts";
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
    CalibrationOptions {
  readonly set?: readonly string[];
  readonly model: readonly ModelName[];
  readonly protocol?: Protocol;
  readonly folds?: number;
  readonly report?: string;
  /** True where the option has no file. */
  readonly predictions?: string | true;
}

/** `affekt evaluate`: trains and tests models fold by fold. */
export function evaluateCommand(): Command {
  const base = command(
    "evaluate",
    "train and test models by a protocol, and compare them",
    `affekt evaluate ravdess --model mlp,cnn --protocol emobox-6 --report report.html
affekt evaluate ravdess --model mlp,lda,tcn --set classic-180,frames --param hiddenLayerSizes=[300,100]
affekt evaluate recordings.csv --merge calm=neutral --predictions predictions.csv`,
  );
  return withAugmentationOptions(
    withModelSettings(
      withTrainingOptions(withLabelOptions(withRecordingOptions(base)), setsOption()),
    ),
  )
    .argument("<source...>", "folders, zips, manifests, feature tables or names of corpora")
    .addOption(
      new Option("--model <names>", `models, separated by commas: ${MODEL_WORDS}`)
        .argParser((text) => text.split(",").map(modelName))
        .default(["mlp", "cnn"], "mlp,cnn"),
    )
    .addOption(protocolOption())
    .option(
      "--folds <n>",
      "number of folds of group-k (default: 5, or one a speaker where there are fewer)",
      wholeNumber(2),
    )
    .addOption(calibrationOption())
    .option("--report <file>", "write an HTML report to this file")
    .option(
      "--predictions [file]",
      "write the predictions for all test clips to this .csv or .parquet file; without a file add them to --json",
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { protocol, report, predictions, folds, seed, jobs } = options;
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
  if (report !== undefined) await checkOutput(report, { kind: "an HTML page", inputs: names });
  if (typeof predictions === "string") {
    await checkOutput(predictions, { kind: predictionsKind(predictions), inputs: names });
  }
  const pool = createPool({ jobs });
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
      const result = joinResults(results);
      for (const warning of result.warnings) warn(warning);
      for (const { model: name, warnings } of result.models) {
        for (const warning of warnings) warn(`${name}: ${warning}`);
      }
      if (report !== undefined) await writeOutputFile(report, await renderReport(result));
      if (typeof predictions === "string") await writePredictions(predictions, result);
      if (options.json) printJson(predictions === true ? result : withoutPredictions(result));
      else print(renderTable(comparisonTable(result.models)));
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
  const { protocol, validationSpeakers, folds, seed, pool, signal } = options;
  checkFeatures(modelsOf(candidates), table.set, options);
  const labelled = labelledClips(table, options);
  warnLeftOut(labelled.leftOut);
  const progress = new Progress("folds");
  const result = await evaluateModels(labelled, {
    candidates,
    ...(protocol && { protocols: [protocol] }),
    seed,
    folds,
    validationSpeakers,
    calibrationClips: options.calibrationClips,
    pool,
    onFold: (finished, all) => progress.show(finished, all),
    signal,
  });
  progress.end("trained and tested");
  return result;
}

function modelsOf(candidates: readonly Candidate[]): ModelSpec[] {
  return candidates.map(({ model }) => model);
}

function withoutPredictions({ models, ...result }: EvaluationResult): object {
  return { ...result, models: models.map(({ predictions: _, ...model }) => model) };
}

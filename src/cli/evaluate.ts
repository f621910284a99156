import { type Command, Option } from "commander";
import { checkLabels } from "../datasets/check-labels.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { evaluateModels } from "../evaluation/evaluate-models.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { createPool } from "../node/workers/thread-pool.ts";
import { renderReport } from "../report/lazy-report.ts";
import { renderTable } from "../report/formats/text.ts";
import { comparisonTable } from "../report/tables/comparison-table.ts";
import type { Protocol } from "../splits/protocols.ts";
import {
  augmentationOf,
  type AugmentationOptions,
  withAugmentationOptions,
} from "./options/augmentation-options.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  wholeNumber,
  withLabelOptions,
  withRecordingOptions,
} from "./options/options.ts";
import { checkTraining, standardSet } from "./options/training-check.ts";
import {
  chosenSet,
  commonSettings,
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

interface Options extends RecordingOptions, TrainingOptions, AugmentationOptions {
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
affekt evaluate recordings.csv --merge calm=neutral --predictions predictions.csv`,
  );
  return withAugmentationOptions(withTrainingOptions(withLabelOptions(withRecordingOptions(base))))
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
    .option("--report <file>", "write an HTML report to this file")
    .option(
      "--predictions [file]",
      "write the predictions for all test clips to this .csv or .parquet file; without a file add them to --json",
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { protocol, report, predictions, validationSpeakers, folds, seed, jobs, cache } = options;
  const candidates = options.model.map((name) => ({
    name,
    model: presetModel(name, commonSettings(options)),
  }));
  const models = candidates.map(({ model }) => model);
  const set = await chosenSet(options);
  checkTraining(models, set ?? standardSet(names), options);
  const augmentation = augmentationOf(options);
  const labels = labelOptionsOf(options);
  if (report !== undefined) await checkOutput(report, { kind: "an HTML page", inputs: names });
  if (typeof predictions === "string") {
    await checkOutput(predictions, { kind: predictionsKind(predictions), inputs: names });
  }
  const pool = createPool({ jobs });
  try {
    await interruptible(async (signal) => {
      const table = await tableOfSources(names, {
        set,
        augmentation,
        channel: options.channel,
        labels,
        cache,
        pool,
        signal,
        onRecordings: (recordings) => checkLabels(recordings, { protocol, folds, seed }),
      });
      checkTraining(models, table.set, options);
      const labelled = labelledClips(table, options);
      warnLeftOut(labelled.leftOut);
      const progress = new Progress("folds");
      const result = await evaluateModels(labelled, {
        candidates,
        ...(protocol && { protocols: [protocol] }),
        seed,
        folds,
        validationSpeakers,
        pool,
        onFold: (finished, all) => progress.show(finished, all),
        signal,
      });
      progress.end("trained and tested");
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

function withoutPredictions({ models, ...result }: EvaluationResult): object {
  return { ...result, models: models.map(({ predictions: _, ...model }) => model) };
}

import { type Command, Option } from "commander";
import { labelledClips } from "../datasets/feature-table.ts";
import type { Protocol } from "../splits/protocols.ts";
import { evaluateModels } from "../evaluation/evaluate-models.ts";
import { evaluationResult } from "../evaluation/evaluation-result.ts";
import { renderReport } from "../report/lazy-report.ts";
import { comparisonTable, renderTable } from "../report/table.ts";
import { inMemory } from "../features/extraction/extract.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { checkOutputFile, writeOutputFile } from "../node/files/output-file.ts";
import { createPool } from "../node/workers/worker-pool.ts";
import {
  augmentationOf,
  type AugmentationOptions,
  withAugmentationOptions,
} from "./options/augmentation-options.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { command, type RecordingOptions, withRecordingOptions } from "./options/options.ts";
import { Progress } from "./terminal/progress.ts";
import { finish } from "./terminal/some-failed.ts";
import { countRecordings, tableOfSources, warnLeftOut } from "./table-of-features.ts";
import {
  chosenSet,
  MODEL_WORDS,
  modelName,
  protocolOption,
  type TrainingOptions,
  withTrainingOptions,
} from "./options/training-options.ts";
import { checkTraining, standardSet } from "./options/training-check.ts";
import { warn } from "./terminal/warning.ts";

interface Options extends RecordingOptions, TrainingOptions, AugmentationOptions {
  readonly model: readonly ModelName[];
  readonly protocol?: Protocol;
  readonly report?: string;
}

/** `affekt evaluate`: models trained and tested fold by fold. */
export function evaluateCommand(): Command {
  const base = command(
    "evaluate",
    "train and test models by a protocol, and compare them",
    "affekt evaluate ravdess --model mlp,cnn --protocol emobox-6 --report report.html",
  );
  return withAugmentationOptions(withTrainingOptions(withRecordingOptions(base)))
    .argument("<source...>", "folders, zips, manifests or names of corpora")
    .addOption(
      new Option("--model <names>", `models, separated by commas: ${MODEL_WORDS}`)
        .argParser((text) => text.split(",").map(modelName))
        .default(["mlp", "cnn"], "mlp,cnn"),
    )
    .addOption(protocolOption())
    .option("--report <file>", "write an HTML report to this file")
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { protocol, report, validationSpeakers, seed } = options;
  const candidates = options.model.map((name) => ({ name, model: presetModel(name, options) }));
  const asked = candidates.map(({ model }) => model);
  const set = await chosenSet(options);
  checkTraining(asked, set ?? standardSet(names), options);
  const augmentation = augmentationOf(options);
  if (report !== undefined) await checkOutputFile(report);
  const pool = createPool(options);
  try {
    await interruptible(async (signal) => {
      signal.addEventListener("abort", () => void pool.close()); // half a fold is of no use
      const table = await tableOfSources(
        names,
        { set, augmentation, keep: inMemory },
        { ...options, pool, signal },
      );
      checkTraining(asked, table.set, options);
      const labelled = labelledClips(table, options);
      warnLeftOut(labelled.leftOut);
      const progress = new Progress("folds");
      const models = await evaluateModels({
        labelled,
        candidates,
        ...(protocol && { protocols: [protocol] }),
        seed,
        ...(validationSpeakers !== undefined && { validationSpeakers }),
        pool,
        onFold: (finished, folds) => progress.show(finished, folds),
        signal,
      });
      progress.end("trained and tested");
      const result = evaluationResult({ models, labelled, sources: names, seed });
      for (const { model: name, warnings } of models) {
        for (const warning of warnings) warn(`${name}: ${warning}`);
      }
      if (report !== undefined) await writeOutputFile(report, await renderReport(result));
      process.stdout.write(
        `${options.json ? JSON.stringify(result) : renderTable(comparisonTable(models))}\n`,
      );
      finish(table.failed, countRecordings(table.rows));
    });
  } finally {
    await pool.close();
  }
}

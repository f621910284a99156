import type { Command } from "commander";
import { labelledClips } from "../datasets/feature-table.ts";
import { testModel, type TestResult } from "../evaluation/model-test.ts";
import { percent } from "../report/percent.ts";
import { inMemory } from "../features/extraction/extract.ts";
import { loadModel } from "../node/load-model.ts";
import { createPool } from "../node/workers/worker-pool.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { command, type RecordingOptions, withRecordingOptions } from "./options/options.ts";
import { finish } from "./terminal/some-failed.ts";
import { countRecordings, tableOfSources, warnLeftOut } from "./table-of-features.ts";
import { warn } from "./terminal/warning.ts";

/** `affekt test`: a trained model on other labelled recordings. */
export function testCommand(): Command {
  return withRecordingOptions(
    command(
      "test",
      "test a trained model on other labelled recordings",
      "affekt test model.onnx other-recordings.csv",
    ),
  )
    .argument("<model>", "a model's file, as affekt train writes it")
    .argument("<source...>", "folders, zips, manifests or names of corpora")
    .action(run);
}

async function run(
  file: string,
  names: readonly string[],
  options: RecordingOptions,
): Promise<void> {
  const model = await loadModel(file);
  const pool = createPool(options);
  try {
    await interruptible(async (signal) => {
      const table = await tableOfSources(
        names,
        { set: model.featureSet, keep: inMemory },
        { ...options, pool, signal },
      );
      const labelled = labelledClips(table, model.info.features);
      warnLeftOut(labelled.leftOut);
      const result = await testModel(model, labelled, options.seed);
      for (const warning of result.warnings) warn(warning);
      process.stdout.write(`${options.json ? JSON.stringify(result) : describe(result)}\n`);
      finish(table.failed, countRecordings(table.rows));
    });
  } finally {
    await model.release();
    await pool.close();
  }
}

function describe(result: TestResult): string {
  const { clips, speakers, accuracy, uar, precision, recall, f1, interval, emotions } = result;
  const [low, high] = interval.uar;
  const widest = Math.max(...emotions.map(({ label }) => label.length));
  return [
    `${clips} clips of ${speakers} speaker${speakers === 1 ? "" : "s"}`,
    `accuracy ${percent(accuracy)} %   UAR ${percent(uar)} % (${percent(low)}–${percent(high)})   precision ${percent(precision)} %   recall ${percent(recall)} %   F1 ${percent(f1)} %`,
    "",
    ...emotions.map(
      ({ label, recall: own, support }) =>
        `${label.padEnd(widest)}  ${support === 0 ? "   none tested" : `${percent(own).padStart(5)} % of ${support}`}`,
    ),
  ].join("\n");
}

import { basename } from "node:path";
import type { Command } from "commander";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { testModel, type TestResult } from "../evaluation/model-test.ts";
import { embeddingMap } from "../evaluation/map/embedding-map.ts";
import { testEvaluation } from "../evaluation/test-evaluation.ts";
import { loadModel } from "../node/load-model.ts";
import { createPool } from "../node/workers/thread-pool.ts";
import { renderTable } from "../report/formats/text.ts";
import { calibrationInWords } from "../report/calibration-words.ts";
import { percent } from "../report/percent.ts";
import { confusionTable } from "../report/tables/emotion-table.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  withLabelOptions,
  withRecordingOptions,
} from "./options/options.ts";
import { type CalibrationOptions, calibrationOption } from "./options/calibration-option.ts";
import { splitInputs } from "./options/model-argument.ts";
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
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { warn } from "./terminal/warning.ts";

/** `affekt test`: tests a trained model on other labelled recordings. */
export function testCommand(): Command {
  const base = command(
    "test",
    "test a trained model on other labelled recordings",
    `affekt test default recordings/ --report report.html
affekt test model.onnx other-recordings.csv --json`,
  );
  return withResultFiles(withLabelOptions(withRecordingOptions(base)))
    .addOption(calibrationOption())
    .argument(
      "<inputs...>",
      "optionally a model first (ravdess-8 or a file from affekt train; default: the model that ships); then folders, zips, manifests, feature tables or names of corpora",
    )
    .action(run);
}

interface Options extends RecordingOptions, ResultFileOptions, CalibrationOptions {}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const { jobs, cache, channel, seed, calibrationClips, json, report } = options;
  const { model: file = "default", names } = await splitInputs(inputs);
  await checkResultFiles(options, inputs);
  const model = await loadModel(file);
  const pool = createPool({ jobs });
  try {
    await interruptible(async (signal) => {
      const labels = labelOptionsOf(options);
      const set = model.featureSet;
      const table = await tableOfSources(names, { set, labels, channel, cache, pool, signal });
      const labelled = labelledClips(table, model.info.features);
      warnLeftOut(labelled.leftOut);
      const tested = await testModel(model, labelled, { seed, calibrationClips });
      const { predictions: _, ...result } = tested;
      for (const warning of [...labelled.warnings, ...result.warnings]) warn(warning);
      const map = report === undefined ? undefined : embeddingMap(labelled, seed);
      const evaluation = {
        ...testEvaluation(model, labelled, tested, { name: basename(file, ".onnx"), seed }),
        ...(map && { map }),
        provenance: provenance(),
      };
      await writeResultFiles(options, evaluation, { names, labels, channel });
      if (json) printJson(options.predictions === true ? tested : result);
      else print(describe(result));
      throwIfFailed(table.failed, countRecordings(table.rows));
    });
  } finally {
    await model.release();
    await pool.close();
  }
}

function describe({
  clips,
  speakers,
  calibration,
  open,
  shared,
}: Omit<TestResult, "predictions">): string {
  const widest = Math.max(...open.byEmotion.map(({ label }) => label.length));
  const known =
    speakers === 0 ? "unknown speakers" : `${speakers} speaker${speakers === 1 ? "" : "s"}`;
  return [
    `${clips} clips of ${known}, ${shared.emotions.length} emotions`,
    ...(calibration === undefined ? [] : [calibrationInWords(calibration)]),
    "",
    scoresInWords(`all ${open.emotions.length} emotions of the model allowed`, open),
    ...(shared.emotions.length === open.emotions.length
      ? []
      : [
          scoresInWords(
            `only the ${shared.emotions.length} that are tested allowed (${shared.emotions.join(", ")})`,
            shared,
          ),
        ]),
    "",
    "recall by emotion",
    ...open.byEmotion.map(
      ({ label, recall, support }) =>
        `${label.padEnd(widest)}  ${percent(recall).padStart(5)} % of ${support}`,
    ),
    "",
    renderTable(confusionTable(open.emotions, open.confusion)),
  ].join("\n");
}

function scoresInWords(
  title: string,
  { accuracy, uar, interval, precision, f1, chance }: TestResult["open"],
): string {
  const [low, high] = interval.uar;
  const over = interval.over === "speakers" ? "" : ", interval over clips";
  return `${title}: UAR ${percent(uar)} % (${percent(low)}–${percent(high)}${over}; chance ${percent(chance)} %)   accuracy ${percent(accuracy)} %   precision ${percent(precision)} %   F1 ${percent(f1)} %`;
}

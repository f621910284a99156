import type { Command } from "commander";
import { checkLabels } from "../datasets/check-labels.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { AffektError } from "../errors.ts";
import type { TrainedModel } from "../models/file/trained-model.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { trainToFile } from "../node/train-to-file.ts";
import type { Epoch } from "../training/fit-options.ts";
import { TrainingError } from "../training/training-error.ts";
import {
  augmentationOf,
  type AugmentationOptions,
  withAugmentationOptions,
} from "./options/augmentation-options.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  withLabelOptions,
  withRecordingOptions,
} from "./options/options.ts";
import { checkChanges, checkFeatures, standardSet } from "./options/training-check.ts";
import {
  type ModelSettingOptions,
  modelSettings,
  withModelSettings,
} from "./options/model-settings.ts";
import {
  chosenSet,
  MODEL_WORDS,
  modelName,
  type TrainingOptions,
  withTrainingOptions,
} from "./options/training-options.ts";
import { countRecordings, tableOfSources, warnLeftOut } from "./table-of-features.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { printJson } from "./terminal/output.ts";
import { Progress } from "./terminal/progress.ts";
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { warn } from "./terminal/warning.ts";

interface Options
  extends RecordingOptions, TrainingOptions, ModelSettingOptions, AugmentationOptions {
  readonly model: ModelName;
  readonly output: string;
  readonly resume?: true;
}

/** `affekt train`: trains a model on labelled recordings and writes it as one file. */
export function trainCommand(): Command {
  const base = command(
    "train",
    "train a model on labelled recordings and write it to one .onnx file",
    "affekt train ravdess-sample --model mlp -o model.onnx\naffekt train recordings.csv --model cnn --validation-speakers 4 -o model.onnx\naffekt train ravdess --noise 5..20 --room 0.2..0.8 -o model.onnx\naffekt train recordings.csv --set frames --model resnet1d -o model.onnx",
  );
  return withAugmentationOptions(
    withModelSettings(withTrainingOptions(withLabelOptions(withRecordingOptions(base)))),
  )
    .argument("<source...>", "folders, zips, manifests, feature tables or names of corpora")
    .option("--model <name>", `model: ${MODEL_WORDS}`, modelName, "mlp" as const)
    .requiredOption("-o, --output <file>", "output file, .onnx")
    .option(
      "--resume",
      "continue an interrupted training; the result is the same as without the interruption",
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { output, model: name, json, seed, jobs, cache, validationSpeakers = 0 } = options;
  const model = presetModel(name, await modelSettings(options));
  const set = await chosenSet(options);
  checkChanges([model], options);
  checkFeatures([model], set ?? standardSet(names), options);
  const augmentation = augmentationOf(options);
  const labels = labelOptionsOf(options);
  await checkOutput(output, { kind: "an ONNX model", inputs: names });
  await interruptible(async (signal) => {
    const table = await tableOfSources(names, {
      set,
      augmentation,
      channel: options.channel,
      labels,
      cache,
      jobs,
      signal,
      onRecordings: (recordings) => checkLabels(recordings),
    });
    checkFeatures([model], table.set, options);
    const labelled = labelledClips(table, options);
    warnLeftOut(labelled.leftOut);
    for (const warning of labelled.warnings) warn(warning);
    const progress = new Progress(name);
    const summary = { output, model: name, set: table.set.name, clips: labelled.clips.length };
    const end = ({ history, bestEpoch, interrupted }: TrainedModel): void => {
      const last = history.at(-1);
      progress.end(`${history.length} epochs${last ? `, ${scoresOf(last)}` : ""}; wrote ${output}`);
      if (json) printJson({ ...summary, epochs: history.length, bestEpoch, interrupted, history });
    };
    const trained = await trainToFile(labelled, {
      output,
      resume: options.resume ?? false,
      seed,
      validationSpeakers,
      signal,
      model,
      onEpoch: (epoch) => progress.step(epoch.epoch, epoch.epochs, scoresOf(epoch)),
      onResume: (epochs) => progress.say(`resumed after epoch ${epochs}`),
      onWarning: warn,
    }).catch((error: unknown) => {
      if (!(error instanceof TrainingError) || error.code !== "interrupted") throw error;
      const partial = error.partial as TrainedModel | undefined;
      if (partial === undefined) throw error;
      end(partial);
      throw new AffektError(
        "interrupted",
        `interrupted in epoch ${partial.history.length + 1}; ${output} holds the model so far. Rerun with --resume to continue`,
        { cause: error },
      );
    });
    if (trained === undefined) {
      progress.say(`${output}: training already finished; left unchanged`);
      if (json) printJson({ ...summary, alreadyFinished: true });
      return;
    }
    end(trained);
    throwIfFailed(table.failed, countRecordings(table.rows));
  });
}

function scoresOf({ loss, validationScore }: Epoch): string {
  const score =
    validationScore === undefined ? "" : `, validation UAR ${(100 * validationScore).toFixed(1)} %`;
  return `loss ${loss.toFixed(4)}${score}`;
}

import type { Command } from "commander";
import { Option } from "commander";
import { labelledClips } from "../corpora/feature-table.ts";
import { PRESET_NAMES, type PresetName, presetModel } from "../models/presets.ts";
import { checkOutputFile } from "../node/output-file.ts";
import { saveModel } from "../node/save-model.ts";
import { trainModel } from "../node/train-model.ts";
import { createPool } from "../node/worker-pool.ts";
import { AffektError } from "../errors.ts";
import type { Epoch } from "../training/fit.ts";
import { interruptible } from "./interrupt.ts";
import { command, type RecordingOptions, withRecordingOptions } from "./options.ts";
import { Progress } from "./progress.ts";
import { finish } from "./some-failed.ts";
import { tableOfSources, warnLeftOut } from "./table-of-features.ts";
import { setOption, withTrainingOptions } from "./training-options.ts";

interface Options extends RecordingOptions {
  readonly model: PresetName;
  readonly set: string;
  readonly output: string;
  readonly epochs?: number;
  readonly validationSpeakers?: number;
}

/** `affekt train`: one model file from labelled recordings. */
export function trainCommand(): Command {
  const base = command(
    "train",
    "train a model on labelled recordings and write it as one .onnx file",
    "affekt train ravdess-sample --model mlp -o model.onnx\naffekt train recordings.csv --model cnn --validation-speakers 4 -o model.onnx",
  );
  return withTrainingOptions(withRecordingOptions(base))
    .argument("<source...>", "folders, zips, manifests or names of corpora")
    .addOption(new Option("--model <name>", "the model").choices(PRESET_NAMES).default("mlp"))
    .addOption(setOption())
    .requiredOption("-o, --output <file>", "the model's file")
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { output, set, model, epochs, json, seed, validationSpeakers = 0 } = options;
  await checkOutputFile(output);
  const pool = createPool(options);
  await interruptible(async (signal) => {
    const table = await tableOfSources(names, set, { ...options, pool, signal }).finally(() =>
      pool.close(),
    );
    const labelled = labelledClips(table);
    warnLeftOut(labelled.leftOut);
    const progress = new Progress(model);
    const trained = await trainModel({
      labelled,
      model: presetModel(model, epochs),
      seed,
      validationSpeakers,
      onEpoch: (epoch) => progress.step(epoch.epoch, epoch.epochs, scoresOf(epoch)),
      signal,
    });
    const { history, bestEpoch, interrupted } = trained.trained;
    if (interrupted && history.length === 0) {
      throw new AffektError(
        "interrupted",
        "interrupted before the first epoch; nothing is written",
      );
    }
    await saveModel(trained, output);
    const last = history.at(-1);
    progress.end(`${history.length} epochs${last ? `, ${scoresOf(last)}` : ""}; wrote ${output}`);
    if (json) {
      const facts = { output, model, set, clips: labelled.clips.length, epochs: history.length };
      process.stdout.write(`${JSON.stringify({ ...facts, bestEpoch, interrupted, history })}\n`);
    }
    if (interrupted) {
      throw new AffektError(
        "interrupted",
        `interrupted in epoch ${history.length + 1}; ${output} holds the model so far`,
      );
    }
    finish(table.failed, table.rows.length);
  });
}

function scoresOf({ loss, validationScore }: Epoch): string {
  const score =
    validationScore === undefined ? "" : `, validation UAR ${(100 * validationScore).toFixed(1)} %`;
  return `loss ${loss.toFixed(4)}${score}`;
}

import type { Command } from "commander";
import { describeAugmentation } from "../augmentation/augmentation.ts";
import { readModelInfo } from "../models/file/decode-model.ts";
import type { ModelFeatures } from "../models/file/model-features.ts";
import type { ModelInfo, ModelTraining } from "../models/file/model-info.ts";
import { nameOf } from "../models/model-spec.ts";
import { printedSettings } from "../models/printed-settings.ts";
import { readBytes } from "../node/files/file.ts";
import { fileOf } from "../node/load-model.ts";
import { command, type CommonOptions } from "./options/options.ts";
import { print, printJson } from "./terminal/output.ts";

/** `affekt info`: shows the description in a model file. */
export function infoCommand(): Command {
  return command(
    "info",
    "show what a model was trained on, its settings, labels and scores",
    "affekt info model.onnx\naffekt info default",
  )
    .argument("<model>", "default, ravdess-8 or a model file from affekt train")
    .action(run);
}

async function run(file: string, { json }: CommonOptions): Promise<void> {
  const bytes = await readBytes(fileOf(file));
  const info = readModelInfo(bytes, { name: file });
  if (json) printJson({ file, bytes: bytes.length, ...info });
  else print(describe(info, bytes.length));
}

function describe(
  { model, labels, features, training, evaluation, ...made }: ModelInfo,
  bytes: number,
): string {
  const { sources, speakers, clips, epochs, bestEpoch, history, validationSpeakers } = training;
  const settings = Object.entries(printedSettings(model)).map(
    ([name, value]) => `${name} ${String(value)}`,
  );
  const scores = Object.entries(evaluation?.scores ?? {}).map(
    ([name, value]) => `${name} ${(100 * value).toFixed(1)} %`,
  );
  const rows: [string, string | undefined][] = [
    ["model", nameOf(model)],
    ["settings", settings.length === 0 ? undefined : settings.join(", ")],
    ["emotions", labels.join(", ")],
    ["features", describeFeatures(features)],
    ["trained on", `${clips} clips of ${speakersInWords(speakers.length)}${sharesOf(sources)}`],
    ["augmented", training.augmentation && describeAugmentation(training.augmentation)],
    ["held out", validationSpeakers && `speakers ${validationSpeakers.join(", ")}, to stop early`],
    [
      "training",
      [
        `${epochs} epochs`,
        ...(bestEpoch < epochs ? [`epoch ${bestEpoch} kept`] : []),
        ...history.loss.slice(-1).map((loss) => `loss ${loss.toFixed(4)}`),
        `seed ${training.seed}`,
        ...(training.interrupted ? ["interrupted"] : []),
      ].join(", "),
    ],
    [
      "scores",
      evaluation &&
        `${scores.join(", ")} (${evaluation.protocol}, ${evaluation.speakerDependent ? "speaker-dependent" : "speaker-independent"}, of models trained alike on other speakers)`,
    ],
    ["made", `${made.created.slice(0, 16).replace("T", " ")} by Affekt ${made.affektVersion}`],
    ["size", `${(bytes / 1000).toFixed(0)} kB`],
  ];
  return rows
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${name.padEnd(12)}${text}`)
    .join("\n");
}

function sharesOf(sources: ModelTraining["sources"]): string {
  const [only, ...others] = sources;
  if (only === undefined) return "";
  if (others.length === 0) return ` of ${only.name}`;
  const shares = sources.map(
    ({ name, clips, speakers }) => `${name} ${clips} clips of ${speakersInWords(speakers)}`,
  );
  return `: ${shares.join(", ")}`;
}

function speakersInWords(count: number): string {
  if (count === 0) return "unknown speakers";
  return `${count} speaker${count === 1 ? "" : "s"}`;
}

function describeFeatures({ set, columns, clipSeconds, hash }: ModelFeatures): string {
  if (set === undefined) return `${columns.length} plain columns, none of a recording`;
  const clips = clipSeconds === undefined ? "" : ` a frame, clips of ${clipSeconds} s,`;
  return `${set.name}, ${columns.length} values${clips} at ${set.sampleRate} Hz (${hash})`;
}

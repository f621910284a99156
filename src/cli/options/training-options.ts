import { type Command, InvalidArgumentError, Option } from "commander";
import { completeSpecAugment } from "../../augmentation/spec-augment.ts";
import { PROTOCOLS } from "../../splits/protocols.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { DEFAULT_CLIP_SECONDS } from "../../features/extraction/stack-clips.ts";
import { COMMON_SETTINGS, type CommonSettings } from "../../models/kinds/common-settings.ts";
import { type ModelName, PRESET_NAMES, presetModel, setForModels } from "../../models/presets.ts";
import { readFeatureSet } from "../../node/sources/read-feature-set.ts";
import { optionsIn } from "./from-schema.ts";
import { setOption } from "./set-option.ts";
import { fromZero, numberIn, seconds, wholeNumber } from "./options.ts";

/** Options of the commands that train. */
export interface TrainingOptions extends CommonSettings {
  readonly set?: string;
  readonly clipSeconds?: number;
  readonly validationSpeakers?: number;
}

/** The allowed values of `--model`. */
export const MODEL_WORDS = `${PRESET_NAMES.join(", ")}, or several joined by + as an ensemble`;

/** The common settings of models among the options of a command. */
export function commonSettings(options: CommonSettings): CommonSettings {
  return optionsIn(COMMON_SETTINGS, { ...options });
}

/** Reads a model's name. */
export function modelName(text: string): ModelName {
  try {
    presetModel(text as ModelName);
    return text as ModelName;
  } catch {
    throw new InvalidArgumentError(`Allowed are ${MODEL_WORDS}.`);
  }
}

/** The feature set that `--set` asks for, or else the models, if they do. @throws as `readFeatureSet` and `setForModels`. */
export async function chosenSet({
  set,
  model = [],
}: {
  readonly set?: string;
  readonly model?: ModelName | readonly ModelName[];
}): Promise<FeatureSet | undefined> {
  if (set !== undefined) return readFeatureSet(set);
  const own = setForModels([model].flat());
  return own === undefined ? undefined : featureSet(own);
}

/** `--protocol`, how clips are split. */
export function protocolOption(): Option {
  return new Option(
    "--protocol <name>",
    "how clips are split into training and test (default: emobox-6 on RAVDESS with all its actors, else group-k)",
  ).choices(PROTOCOLS);
}

/** The options of `TrainingOptions`. */
export function withTrainingOptions(to: Command, set = setOption()): Command {
  const share = numberIn("from 0, below 1", (value) => value >= 0 && value < 1);
  const rate = numberIn("above 0", (value) => value > 0);
  return to
    .addOption(set)
    .option(
      "--clip-seconds <s>",
      `length of sequences: longer clips are cropped to their middle, shorter ones padded at the end (default: ${DEFAULT_CLIP_SECONDS})`,
      seconds,
    )
    .option("--epochs <n>", "maximum number of epochs", wholeNumber(1))
    .option("--batch-size <n>", "clips per training step", wholeNumber(1))
    .option("--learning-rate <x>", "step size", rate)
    .option("--patience <n>", "stop after <n> epochs without improvement", wholeNumber(1))
    .addOption(
      new Option("--class-weight <how>", "weight emotions inversely to their frequency").choices([
        "balanced",
      ]),
    )
    .option(
      "--label-smoothing <share>",
      "share of each label that is spread over all emotions",
      share,
    )
    .option(
      "--mixup <alpha>",
      "mix pairs of clips, with weights from a beta distribution; 0.2 is usual",
      fromZero,
    )
    .addOption(
      new Option(
        "--spec-augment",
        "mask random times and frequencies of sequences in each epoch",
      ).preset(completeSpecAugment({})),
    )
    .option(
      "--validation-speakers <n>",
      "hold out <n> training speakers, to stop early and keep the best epoch",
      wholeNumber(1),
    );
}

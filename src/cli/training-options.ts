import { type Command, Option } from "commander";
import { PROTOCOLS } from "../corpora/protocols.ts";
import { FEATURE_SETS } from "../features/sets.ts";
import type { PresetChanges } from "../models/presets.ts";
import { numberIn, wholeNumber } from "./options.ts";

/** Options of the commands that train. */
export interface TrainingOptions extends PresetChanges {
  readonly validationSpeakers?: number;
}

/** `--set`, the feature set. */
export function setOption(): Option {
  return new Option("--set <name>", "the feature set").choices(FEATURE_SETS).default("classic");
}

/** `--protocol`, how clips are divided. */
export function protocolOption(): Option {
  return new Option(
    "--protocol <name>",
    "how clips are divided into training and test (default: emobox-6 on RAVDESS with all its actors, group-k elsewhere)",
  ).choices(PROTOCOLS);
}

/** The options of `TrainingOptions`. */
export function withTrainingOptions(to: Command): Command {
  const share = numberIn("from 0, below 1", (value) => value >= 0 && value < 1);
  const rate = numberIn("above 0", (value) => value > 0);
  const alpha = numberIn("from 0", (value) => value >= 0);
  return to
    .option("--epochs <n>", "at most so many epochs", wholeNumber(1))
    .option("--batch-size <n>", "recordings in a step", wholeNumber(1))
    .option("--learning-rate <x>", "how far a step goes", rate)
    .option("--patience <n>", "at most so many epochs in a row without improvement", wholeNumber(1))
    .addOption(
      new Option("--class-weight <how>", "count rare emotions for more").choices(["balanced"]),
    )
    .option("--label-smoothing <share>", "spread a share of each label over all emotions", share)
    .option("--mixup <alpha>", "mix recordings in pairs; 0.2 is a usual strength", alpha)
    .option(
      "--validation-speakers <n>",
      "hold so many training speakers out to stop early and keep the best epoch",
      wholeNumber(1),
    );
}

const CHANGES = [
  "epochs",
  "batchSize",
  "learningRate",
  "patience",
  "classWeight",
  "labelSmoothing",
  "mixup",
] as const;

/** What the options change in a preset. */
export function presetChanges(options: PresetChanges): PresetChanges {
  return Object.fromEntries(
    CHANGES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

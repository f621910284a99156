import { type Command, Option } from "commander";
import { PROTOCOLS } from "../corpora/protocols.ts";
import { FEATURE_SETS } from "../features/sets.ts";
import { wholeNumber } from "./options.ts";

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

/** `--epochs` and `--validation-speakers`. */
export function withTrainingOptions(to: Command): Command {
  return to
    .option("--epochs <n>", "at most so many epochs", wholeNumber(1))
    .option(
      "--validation-speakers <n>",
      "hold so many training speakers out to stop early and keep the best epoch",
      wholeNumber(1),
    );
}

import { type Command, Option } from "commander";
import { seconds } from "./options.ts";

/** Options of windows. */
export interface WindowOptions {
  readonly window?: number;
  readonly hop?: number;
  readonly whole?: true;
}

/** `--window`, `--hop`, `--whole`. */
export function withWindows(to: Command): Command {
  return to
    .option(
      "--window <s>",
      "one row per window of <s> seconds (default: 60 in recordings over 10 minutes)",
      seconds,
    )
    .option("--hop <s>", "seconds between the starts of two windows (default: --window)", seconds)
    .addOption(
      new Option("--whole", "one row per recording, however long it is").conflicts([
        "window",
        "hop",
      ]),
    );
}

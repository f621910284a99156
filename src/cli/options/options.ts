import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { LABEL_OPTIONS, type LabelOptions } from "../../corpora/label-mapping.ts";
import type { ChannelChoice } from "../../audio/mix.ts";
import { EXTRACTION_OPTIONS } from "../../features/extraction/extract.ts";
import { readEmotionMap } from "../../node/sources/emotion-map.ts";
import { addOptions, optionsIn } from "./from-schema.ts";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly seed: number;
}

/** Options of the commands that read recordings. */
export interface RecordingOptions extends CommonOptions {
  readonly jobs: number;
  readonly cache: boolean;
  readonly channel?: ChannelChoice;
}

/** A command with the common options and an example below its help. */
export function command(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option("--json", "print the result as JSON on standard output")
    .option("--seed <n>", "random seed", wholeNumber(0), 0)
    .addHelpText("after", `\nExample:\n${example.replace(/^/gm, "  ")}`);
}

/** Adds the options of a command that reads recordings. */
export function withRecordingOptions(to: Command): Command {
  return addOptions(withExtractionOptions(to), EXTRACTION_OPTIONS);
}

/** Adds the options of how features are computed, whatever the recordings are. */
export function withExtractionOptions(to: Command): Command {
  return withJobs(to).option("--no-cache", "extract all features again, without the feature cache");
}

/** Adds `--jobs`. */
export function withJobs(to: Command): Command {
  return to.addOption(
    new Option("--jobs <n>", "number of worker threads")
      .argParser(wholeNumber(1, 1024))
      .default(availableParallelism(), "number of CPU cores"),
  );
}

/** Adds the options of how labels are taken from sources. */
export function withLabelOptions(to: Command): Command {
  const names = ["pattern", "columns", "emotions", "merge"];
  return addOptions(to.optionsGroup("Labels:"), LABEL_OPTIONS, { names })
    .option(
      "--map <file>",
      "table with the columns found and canonical: labels as written, such as in another language, and their emotions",
      readEmotionMap,
    )
    .optionsGroup("Options:");
}

/** The label options among a command's options. */
export function labelOptionsOf(options: object): LabelOptions {
  return optionsIn(LABEL_OPTIONS, { ...options });
}

/** A parser of whole numbers in a range. */
export function wholeNumber(least: number, most = Infinity): (text: string) => number {
  const range = most === Infinity ? `from ${least}` : `in [${least}, ${most}]`;
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** A parser of numbers that `isAllowed`; `range` tells which ones these are. */
export function numberIn(
  range: string,
  isAllowed: (value: number) => boolean,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || !isAllowed(value)) {
      throw new InvalidArgumentError(`It must be a number ${range}.`);
    }
    return value;
  };
}

/** A parser of numbers that are not negative. */
export const fromZero = numberIn("from 0", (value) => value >= 0);

/** A parser of durations in seconds. */
export const seconds = numberIn("of seconds above 0", (value) => value > 0);

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/** Parses a duration such as 90s, 20m or 2h, into seconds. */
export function durationOf(text: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?) ?([smh]?)$/.exec(text.trim()) ?? [];
  const seconds = Number(digits) * UNITS[unit]!;
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError("It must be a duration such as 90s, 20m or 2h.");
}

/** A parser of lists of names out of a given set, separated by commas. */
export function namesOf<T extends string>(allowed: readonly T[]): (text: string) => T[] {
  return (text) =>
    text.split(",").map((part) => {
      const name = allowed.find((one) => one === part.trim());
      if (name === undefined) {
        throw new InvalidArgumentError(`Expected names out of ${allowed.join(", ")}.`);
      }
      return name;
    });
}

import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly seed: number;
}

/** Options of the commands that read recordings. */
export interface RecordingOptions extends CommonOptions {
  readonly jobs: number;
  readonly cache: boolean;
}

/** A command with the options that all have, and an example under its help. */
export function command(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option("--json", "print the result as JSON on standard output")
    .option("--seed <n>", "for everything that is drawn at random", wholeNumber(0), 0)
    .addHelpText("after", `\nExample:\n${example.replace(/^/gm, "  ")}`);
}

/** The options of a command that reads recordings. */
export function withRecordingOptions(to: Command): Command {
  return withJobs(to).option("--no-cache", "extract all features anew, keep none");
}

/** How much is done at once. */
export function withJobs(to: Command): Command {
  return to.option("--jobs <n>", "how much to do at once", wholeNumber(1), availableParallelism());
}

/** Reads an option's value as a whole number not below `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
    }
    return value;
  };
}

/** Reads an option's value as a number that `isAllowed`; `range` says in words which ones are. */
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

/** Reads an option's value as a number that is not negative. */
export const fromZero = numberIn("from 0", (value) => value >= 0);

/** Reads an option's value as a duration. */
export const seconds = numberIn("of seconds above 0", (value) => value > 0);

/** Reads an option's value as a list of names out of a given set, separated by commas. */
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

import { type Command, InvalidArgumentError, Option } from "commander";
import type * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { baseType, describeOptions, wordsOf } from "../../options/describe.ts";

/** Adds an option to a command for each option of a group: `batchSize` becomes `--batch-size <n>`. */
export function addOptions(
  to: Command,
  schema: v.GenericSchema,
  { names }: { readonly names?: readonly string[] } = {},
): Command {
  for (const { name, schema: own, text = "", allowed = "", unit, ...option } of describeOptions(
    schema,
  )) {
    if (names?.includes(name) === false) continue;
    const type = baseType(own);
    const isFlag = type === "boolean";
    const told =
      option.default === undefined || isFlag ? "" : ` (default: ${shown(option.default)})`;
    const flag = flagOf(name);
    const added = new Option(isFlag ? flag : `${flag} <${placeholderOf(type, unit)}>`, text + told);
    const words = wordsOf(own);
    if (words !== undefined) added.choices(words);
    else if (!isFlag) added.argParser((written) => parse(written, type, own, allowed));
    to.addOption(added);
  }
  return to;
}

/** The options of a group among those of a command. */
export function optionsIn(
  schema: v.GenericSchema,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    describeOptions(schema).flatMap(({ name }) =>
      options[name] === undefined ? [] : [[name, options[name]]],
    ),
  );
}

/** `batchSize` as `--batch-size`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A default value as help shows it. */
function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function placeholderOf(type: string, unit: string | undefined): string {
  if (unit !== undefined) return unit.toLowerCase();
  return { number: "n", array: "names", picklist: "name", record: "a=b,…" }[type] ?? "text";
}

function parse(written: string, type: string, schema: v.GenericSchema, allowed: string): unknown {
  const value = valueOf(written, type);
  try {
    return complete(schema, value, "");
  } catch (error) {
    if (!(error instanceof AffektError)) throw error;
    throw new InvalidArgumentError(`It must be ${allowed}.`);
  }
}

function valueOf(written: string, type: string): unknown {
  if (type === "array") return written.split(",").map((part) => part.trim());
  if (type === "record") return pairsOf(written);
  if (type === "string" || written.trim() === "") return written;
  const number = Number(written);
  return Number.isNaN(number) ? written : number;
}

function pairsOf(written: string): Record<string, string> {
  const pairs = written.split(",").map((part): [string, string] => {
    const at = part.indexOf("=");
    if (at < 1) throw new InvalidArgumentError("It must be pairs such as a=b,c=d.");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

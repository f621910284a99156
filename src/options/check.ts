import * as v from "valibot";
import { AffektError } from "../errors.ts";
import { allowedIn, childOf, entriesOf } from "./describe.ts";

/**
 * Checks given values against a schema and fills in its defaults. `where` names the owner in messages, such as `mfcc`.
 * @throws {AffektError} `invalid-argument`, naming the option, what it must be and what it is.
 */
export function complete<const Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
  where: string,
): v.InferOutput<Schema> {
  const key = keyOf(given);
  const known = key === undefined ? undefined : checked.get(schema)?.get(key);
  if (known !== undefined) return { ...known };
  const result = v.safeParse(schema, given, { abortEarly: true });
  if (result.success) {
    if (key !== undefined) remember(schema, key, result.output as object);
    return result.output;
  }
  throw new AffektError("invalid-argument", `${where}: ${problemIn(schema, result.issues[0])}`);
}

/** The names of all options of a type, which the compiler holds complete. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses options of unknown names, for functions whose options are checked where they are used.
 * @throws {AffektError} `invalid-argument`, naming the option and those that there are.
 */
export function assertOptionNames<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  where: string,
): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names).join(", ");
    throw new AffektError("invalid-argument", `${where}: has no option ${name}; it takes ${known}`);
  }
}

// Options that have been checked, by their keys. The functions of a clip's features are called with the same ones for each clip.
const checked = new WeakMap<v.GenericSchema, Map<string, object>>();
const MOST_CHECKED = 100;

function remember(schema: v.GenericSchema, key: string, output: object): void {
  const known = checked.get(schema) ?? new Map<string, object>();
  if (known.size < MOST_CHECKED) checked.set(schema, known.set(key, { ...output }));
}

// The same for equal options; undefined unless they are a plain object of words, flags and finite numbers.
function keyOf(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if (Object.getPrototypeOf(given) !== Object.prototype) return undefined;
  return Object.values(given).every(isPlain) ? JSON.stringify(given) : undefined;
}

function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === "string" || typeof value === "boolean" || value === undefined;
}

/** The text of an issue, which follows the owner's name. */
export function problemIn(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  const path = issue.path ?? [];
  const last = path.at(-1);
  const owner = path
    .slice(0, -1)
    .reduce<v.GenericSchema | undefined>((at, { key, input }) => childOf(at, key, input), schema);
  const found = last === undefined ? schema : childOf(owner, last.key, last.input);
  const name = path
    .map(({ key }) => String(key))
    .join(".")
    .replaceAll(/\.(\d+)/g, "[$1]");
  if (issue.type === "strict_object" && issue.expected === "never") {
    const names = Object.keys((owner && entriesOf(owner, last?.input)) ?? {});
    return `has no option ${name}; it takes ${names.join(", ") || "none"}`;
  }
  if (issue.type === "check" || issue.type === "partial_check") return issue.message;
  const allowed = (found && allowedIn(found)) ?? "an object";
  return `${name === "" ? "" : `${name} `}must be ${allowed}, got ${shown(issue.input)}`;
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text =
    typeof value === "number" ? String(value) : (JSON.stringify(value, beginning) ?? typeof value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 80;

// No more of a text or a list than is shown.
function beginning(_key: string, value: unknown): unknown {
  return typeof value === "string" || Array.isArray(value) ? value.slice(0, LONGEST + 1) : value;
}

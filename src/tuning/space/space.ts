import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete, shown } from "../../options/check.ts";
import {
  described,
  flag,
  group,
  integer,
  list,
  number,
  optional,
  record,
  variants,
  withDefault,
} from "../../options/schema.ts";

/** The value of a parameter: anything that JSON holds. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The values of parameters by name; those that are not active are absent. */
export type Params = Readonly<Record<string, Value>>;

const VALUE = described<Value>(
  v.custom<Value>((value) => value !== undefined && typeof value !== "function"),
  { text: "value" },
  "a value that JSON holds",
);

/** The values of other parameters for which one is active, a list for each. */
const WHEN = optional(
  record(list(VALUE, { minLength: 1, text: "values" }), {
    text: "values of other parameters for which this one is active",
  }),
);

const LOG = withDefault(flag({ text: "on a logarithmic scale" }), false);

const DIMENSION = variants("type", {
  float: group({
    low: number({ text: "lowest value" }),
    high: number({ text: "highest value" }),
    log: LOG,
    step: optional(number({ above: 0, text: "distance between values" })),
    when: WHEN,
  }),
  int: group({
    low: integer({ text: "lowest value" }),
    high: integer({ text: "highest value" }),
    log: LOG,
    step: withDefault(integer({ min: 1, text: "distance between values" }), 1),
    when: WHEN,
  }),
  categorical: group({
    choices: list(VALUE, { minLength: 1, text: "values" }),
    when: WHEN,
  }),
});

const SPACE = record(DIMENSION, { text: "parameters by name" });

/** The values that a parameter may have. Options with defaults may be left out. */
export type Dimension = Readonly<v.InferInput<typeof DIMENSION>>;

/** A complete dimension. */
export type CompleteDimension = Readonly<v.InferOutput<typeof DIMENSION>>;

/** A search space as plain data: the values of each parameter by its name. */
export type Space = Readonly<Record<string, Dimension>>;

/** A complete space, each parameter after those that its condition names. */
export type CompleteSpace = Readonly<Record<string, CompleteDimension>>;

/** The limits of numbers whose neighbours doubles still tell apart. */
const WIDEST = 2 ** 53;

/**
 * Checks a space, fills in its defaults and puts each parameter after those that its condition names.
 * @throws {AffektError} `invalid-argument`, naming the parameter.
 */
export function checkSpace(given: Space): CompleteSpace {
  const space = complete(SPACE, given, "space") as CompleteSpace;
  const names = Object.keys(space);
  if (names.length === 0) throw wrong("must have at least one parameter");
  for (const name of names) checkDimension(name, space[name]!);
  for (const name of names) checkCondition(name, space);
  const ordered = inOrder(space);
  return Object.fromEntries(ordered.map((name) => [name, space[name]!]));
}

function checkDimension(name: string, dimension: CompleteDimension): void {
  if (dimension.type === "categorical") {
    const different = new Set(dimension.choices.map((choice) => JSON.stringify(choice)));
    if (different.size < dimension.choices.length) {
      throw wrong(`${name}: choices must all be different`);
    }
    return;
  }
  const { low, high, log, step } = dimension;
  if (low > high) throw wrong(`${name}: low must be at most high, got ${low} and ${high}`);
  if (Math.max(-low, high) > WIDEST) throw wrong(`${name}: must lie in ±2^53`);
  if (!log) return;
  if (low <= 0) throw wrong(`${name}: low must be above 0 on a logarithmic scale, got ${low}`);
  if (step !== (dimension.type === "int" ? 1 : undefined)) {
    throw wrong(`${name}: a logarithmic scale has no steps; leave out log or step`);
  }
}

function checkCondition(name: string, space: CompleteSpace): void {
  for (const [parent, values] of Object.entries(space[name]!.when ?? {})) {
    if (!Object.hasOwn(space, parent) || parent === name) {
      throw wrong(`${name}: its condition names ${parent}, which is none of the other parameters`);
    }
    const impossible = values.find((value) => !isValueOf(space[parent]!, value));
    if (impossible !== undefined) {
      throw wrong(
        `${name}: its condition asks for ${parent} ${shown(impossible)}, which it never is`,
      );
    }
  }
}

function inOrder(space: CompleteSpace): string[] {
  const ordered = new Set<string>();
  const visit = (name: string, before: readonly string[]): void => {
    if (before.includes(name)) {
      throw wrong([...before.slice(before.indexOf(name)), name].join(" depends on "));
    }
    for (const parent of Object.keys(space[name]!.when ?? {})) visit(parent, [...before, name]);
    ordered.add(name);
  };
  for (const name of Object.keys(space)) visit(name, []);
  return [...ordered];
}

function wrong(text: string): AffektError {
  return new AffektError("invalid-argument", `space: ${text}`);
}

/** Whether a parameter is active where the others have given values. */
export function isActive({ when = {} }: CompleteDimension, params: Params): boolean {
  return Object.entries(when).every(
    ([parent, values]) =>
      Object.hasOwn(params, parent) && values.some((value) => isSame(value, params[parent]!)),
  );
}

/** Whether a dimension has a value. */
export function isValueOf(dimension: CompleteDimension, value: Value): boolean {
  if (dimension.type === "categorical") {
    return dimension.choices.some((choice) => isSame(choice, value));
  }
  if (typeof value !== "number") return false;
  const { type, low, high } = dimension;
  return value >= low && value <= high && (type === "float" || Number.isInteger(value));
}

/**
 * Checks the values of parameters against a space.
 * @throws {AffektError} `invalid-argument` for an unknown or inactive parameter, one that is missing, and a value that it cannot have.
 */
export function checkParams(space: CompleteSpace, params: Params): void {
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(space, name)) {
      throw new AffektError(
        "invalid-argument",
        `params: ${name} is no parameter of the space; it has ${Object.keys(space).join(", ")}`,
      );
    }
  }
  for (const [name, dimension] of Object.entries(space)) {
    const given = Object.hasOwn(params, name);
    if (given !== isActive(dimension, params)) {
      throw new AffektError(
        "invalid-argument",
        `params: ${name} is ${given ? "not active with these values" : "missing"}`,
      );
    }
    if (given && !isValueOf(dimension, params[name]!)) {
      throw new AffektError("invalid-argument", `params: ${name} cannot be ${shown(params[name])}`);
    }
  }
}

/** Whether two values are the same. */
export function isSame(a: Value, b: Value): boolean {
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

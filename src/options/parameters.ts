import { AffektError } from "../errors.ts";

/** One parameter: what it is if nothing is said, and of what kind it must be; its range is the business of the function that it goes to. */
export interface Parameter<T = unknown> {
  /** `undefined` where it has to be worked out, such as half the sample rate; what is not allowed where it must be given. */
  readonly default: T;
  readonly allows: (value: unknown) => boolean;
  /** What is allowed, in words that follow "must be". */
  readonly allowed: string;
}

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<P> = P extends Parameter<infer T> ? T : never;
type Optional<P> = { [K in keyof P]: undefined extends ValueOf<P[K]> ? K : never }[keyof P];

/** The values of parameters; those that have to be worked out may be absent. */
export type ValuesOf<P> = { readonly [K in Exclude<keyof P, Optional<P>>]: ValueOf<P[K]> } & {
  readonly [K in Optional<P>]?: Exclude<ValueOf<P[K]>, undefined>;
};

/** A parameter of any kind. */
export function parameter<T>(
  standard: T,
  allows: (value: unknown) => boolean,
  allowed: string,
): Parameter<T> {
  return { default: standard, allows, allowed };
}

/** A number, or one of some names; without a default it has to be worked out. */
export function number(standard: number): Parameter<number>;
export function number(standard: undefined): Parameter<number | undefined>;
export function number<const N extends string>(
  standard: number | NoInfer<N>,
  ...names: readonly N[]
): Parameter<number | N>;
export function number(
  standard: number | string | undefined,
  ...names: readonly string[]
): Parameter {
  return parameter(
    standard,
    (value) => Number.isFinite(value) || names.some((name) => name === value),
    ["a number", ...names].join(" or "),
  );
}

/** A number, or a list of two where they differ. */
export function pair(standard: number): Parameter<number | readonly [number, number]> {
  return parameter(
    standard,
    (value) =>
      Number.isFinite(value) ||
      (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)),
    "a number or a list of two",
  );
}

/** A whole number that is not below `least`. */
export function integer(standard: number, least: number): Parameter<number> {
  return parameter(
    standard,
    (value) => Number.isSafeInteger(value) && Number(value) >= least,
    `an integer from ${least}`,
  );
}

/** One of several names; the first is the default. */
export function choice<const T extends string>(...names: readonly [T, ...T[]]): Parameter<T> {
  return parameter<T>(
    names[0],
    (value) => names.some((name) => name === value),
    `one of ${names.join(", ")}`,
  );
}

/** Some text that is not blank. */
export function text(standard: string): Parameter<string> {
  return parameter(
    standard,
    (value) => typeof value === "string" && value.trim() !== "",
    "some text",
  );
}

/** Yes or no. */
export function flag(standard: boolean): Parameter<boolean> {
  return parameter(standard, (value) => typeof value === "boolean", "true or false");
}

/**
 * Checks given values and fills in the defaults, in the parameters' order; `where` is for messages.
 * Errors: `invalid-argument` naming the place and what is allowed.
 */
export function completeValues<P extends Parameters>(
  parameters: P,
  given: Readonly<Record<string, unknown>>,
  where: string,
): ValuesOf<P> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) {
    const names = Object.keys(parameters);
    throw new AffektError(
      "invalid-argument",
      `${where}: has no ${JSON.stringify(unknown)}; it takes ${names.join(", ")}`,
    );
  }
  const values = Object.entries(parameters).flatMap(
    ([name, { default: standard, allows, allowed }]) => {
      const value = given[name] ?? standard;
      if (value === undefined) return [];
      if (!allows(value)) {
        throw new AffektError(
          "invalid-argument",
          `${where}: ${name} must be ${allowed}, got ${given[name] === undefined ? "nothing" : JSON.stringify(value)}`,
        );
      }
      return [[name, value] as const];
    },
  );
  return Object.fromEntries(values) as ValuesOf<P>;
}

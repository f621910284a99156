import * as v from "valibot";

/** What describes an option besides its type. */
export interface Description {
  /** One phrase; the default and the range are added where it is shown. */
  readonly text: string;
  /** Such as `Hz` or `s`; none for a plain number. */
  readonly unit?: string;
}

/** Limits of a number. */
export interface Limits {
  readonly min?: number;
  /** Values must be larger. */
  readonly above?: number;
  readonly max?: number;
  /** Values must be smaller. */
  readonly below?: number;
}

/** What is kept with a schema. */
export interface OptionMetadata extends Description, Limits {
  /** The words that follow "must be" in messages and documentation. */
  readonly allowed: string;
}

/** A number in a range, or one of the words in `or`. */
export function number<const Word extends string = never>(
  description: Description & Limits & { readonly or?: readonly Word[] },
): v.GenericSchema<number | Word> {
  return numeric(description, "a number", []);
}

/** A whole number in a range, or one of the words in `or`. */
export function integer<const Word extends string = never>(
  description: Description & Limits & { readonly or?: readonly Word[] },
): v.GenericSchema<number | Word> {
  return numeric(description, "an integer", [v.safeInteger()]);
}

type NumberAction = v.GenericPipeItem<number, number>;

function numeric<Word extends string>(
  { or = [], ...given }: Description & Limits & { readonly or?: readonly Word[] },
  kind: string,
  actions: readonly NumberAction[],
): v.GenericSchema<number | Word> {
  const { min, above, max, below } = given;
  const base = v.pipe(
    v.number(),
    v.finite(),
    ...([
      ...actions,
      ...(min === undefined ? [] : [v.minValue<number, number>(min)]),
      ...(above === undefined ? [] : [v.gtValue<number, number>(above)]),
      ...(max === undefined ? [] : [v.maxValue<number, number>(max)]),
      ...(below === undefined ? [] : [v.ltValue<number, number>(below)]),
    ] as []),
  );
  const allowed = [rangeInWords(kind, given), ...or].join(" or ");
  return described(or.length === 0 ? base : v.union([base, v.picklist(or)]), given, allowed);
}

function rangeInWords(kind: string, { min, above, max, below }: Limits): string {
  const high = max ?? below;
  if (high === undefined) {
    if (min !== undefined) return `${kind} from ${min}`;
    return above === undefined ? kind : `${kind} above ${above}`;
  }
  const start = min === undefined ? `(${above ?? "-∞"}` : `[${min}`;
  return `${kind} in ${start}, ${high}${max === undefined ? ")" : "]"}`;
}

/** One of several words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  description: Description,
): v.GenericSchema<Word> {
  return described(v.picklist(words), description, `one of ${words.join(", ")}`);
}

/** True or false. */
export function flag(description: Description): v.GenericSchema<boolean> {
  return described(v.boolean(), description, "true or false");
}

/** Text that is not blank. */
export function text(description: Description): v.GenericSchema<string> {
  return described(v.pipe(v.string(), v.regex(/\S/)), description, "text");
}

/** A list of values of one kind. */
export function list<T>(
  item: v.GenericSchema<T>,
  { minLength = 0, ...description }: Description & { readonly minLength?: number },
): v.GenericSchema<readonly T[]> {
  const schema = v.pipe(v.array(item), v.minLength(minLength), v.readonly());
  return described(
    schema,
    description,
    minLength > 0 ? `a list of at least ${minLength}` : "a list",
  );
}

/** A value of a kind of its own; `allowed` follows "must be" in messages. */
export function described<T>(
  schema: v.GenericSchema<unknown, T> | v.GenericSchema<T>,
  description: Description,
  allowed: string,
): v.GenericSchema<T> {
  return v.pipe(schema, v.metadata({ ...description, allowed })) as v.GenericSchema<T>;
}

/** Options by name; others are refused. An option is `v.optional(schema, default)`, or required. */
export function group<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, undefined> {
  return v.strictObject(entries);
}

/** An option with its default, which stands where nothing is given. */
export function withDefault<T>(schema: v.GenericSchema<T>, standard: NoInfer<T>) {
  return v.optional(schema, standard as v.Default<v.GenericSchema<T>, undefined>);
}

/** An option that may be left out and has no default: it is worked out, or off. */
export function optional<T>(schema: v.GenericSchema<T>) {
  return v.optional(schema);
}

/** Values of one kind by names of the user's. */
export function record<T>(
  value: v.GenericSchema<T>,
  description: Description,
): v.GenericSchema<Readonly<Record<string, T>>> {
  return described(v.record(v.string(), value), description, "values by name");
}

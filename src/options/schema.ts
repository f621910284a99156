import * as v from "valibot";

/** The description of an option. */
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
  /** Restricts whole numbers to even or odd ones. */
  readonly parity?: "even" | "odd";
}

/** Metadata of an option's schema. */
export interface OptionMetadata extends Description, Limits {
  /** The words that follow "must be" in messages and documentation. */
  readonly allowed: string;
}

/** A number in a range, or one of the words in `or`. */
export function number<const Word extends string = never>(
  description: Description & Limits & { readonly or?: readonly Word[] },
): v.GenericSchema<number | NoInfer<Word>> {
  return numeric(description, "a number", []);
}

/** A whole number in a range, or one of the words in `or`. */
export function integer<const Word extends string = never>(
  description: Description & Limits & { readonly or?: readonly Word[] },
): v.GenericSchema<number | NoInfer<Word>> {
  const { parity } = description;
  if (parity === undefined) return numeric(description, "an integer", [v.safeInteger()]);
  const rest = parity === "even" ? 0 : 1;
  const check = v.rawCheck<number>(({ dataset, addIssue }) => {
    if (dataset.typed && Math.abs(dataset.value % 2) !== rest) addIssue();
  });
  return numeric(description, `an ${parity} integer`, [v.safeInteger(), check]);
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
  const range = rangeInWords(kind, given);
  const others = [
    ...or.slice(0, -1).map((word) => `, ${word}`),
    ...or.slice(-1).map((word) => ` or ${word}`),
  ];
  const allowed = [range, ...others].join("");
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
export function text({
  maxLength = Infinity,
  ...description
}: Description & { readonly maxLength?: number }): v.GenericSchema<string> {
  const any = v.pipe(v.string(), v.regex(/\S/));
  const schema = maxLength === Infinity ? any : v.pipe(any, v.maxLength(maxLength));
  const allowed = maxLength === Infinity ? "text" : `text of at most ${maxLength} characters`;
  return described(schema, description, allowed);
}

/** A list of values of one kind. */
export function list<T>(
  item: v.GenericSchema<T>,
  {
    minLength = 0,
    maxLength = Infinity,
    ...description
  }: Description & { readonly minLength?: number; readonly maxLength?: number },
): v.GenericSchema<readonly T[]> {
  // the length first, so that nothing goes through a list that is far too long
  const schema = v.pipe(
    v.array(v.unknown()),
    v.minLength(minLength),
    v.maxLength(maxLength),
    v.array(item),
    v.readonly(),
  ) as v.GenericSchema<readonly T[]>;
  return described(schema, description, `a list${lengthInWords(minLength, maxLength)}`);
}

function lengthInWords(min: number, max: number): string {
  if (max === Infinity) return min > 0 ? ` of at least ${min}` : "";
  return min > 0 ? ` of ${min} to ${max}` : ` of at most ${max}`;
}

/** The values of `variants`: those of one of the groups, and its word as the option `Key`. */
export type Variant<Key extends string, Values> = {
  [Word in keyof Values]: { readonly [K in Key]: Word } & Values[Word];
}[keyof Values];

/** The options of one of several groups. The option `key` holds the word of the group. */
export function variants<const Key extends string, const Groups extends Record<string, Group>>(
  key: Key,
  groups: Groups,
): v.GenericSchema<
  Variant<Key, { [Word in keyof Groups]: v.InferInput<Groups[Word]> }>,
  Variant<Key, { [Word in keyof Groups]: v.InferOutput<Groups[Word]> }>
> {
  const keyOf = (words: readonly string[]) => ({ [key]: choice(words, { text: key }) });
  const unknown = v.looseObject(keyOf(Object.keys(groups)));
  const known = new Map(
    Object.entries(groups).map(([word, { entries }]) => [
      word,
      group({ ...keyOf([word]), ...entries }),
    ]),
  );
  const schema = v.lazy((value) => {
    const word = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    return known.get(word as string) ?? unknown;
  });
  return Object.assign(schema, { variants: { key, groups } }) as never;
}

/** A value of a kind of its own; `allowed` follows "must be" in messages. */
export function described<T>(
  schema: v.GenericSchema<unknown, T> | v.GenericSchema<T>,
  description: Description,
  allowed: string,
): v.GenericSchema<T> {
  return v.pipe(schema, v.metadata({ ...description, allowed })) as v.GenericSchema<T>;
}

/** Options of one owner. */
export type Group = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** Options by name; others are refused. An option is `v.optional(schema, default)`, or required. */
export function group<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, undefined> {
  return v.strictObject(entries);
}

/** An option with its default, which stands where nothing is given. */
export function withDefault<const Schema extends v.GenericSchema>(
  schema: Schema,
  defaultValue: NoInfer<v.InferInput<Schema>>,
): v.OptionalSchema<Schema, v.InferInput<Schema>> {
  return v.optional(schema, defaultValue as never);
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

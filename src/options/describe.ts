import * as v from "valibot";
import { choice, group, type Group, type OptionMetadata } from "./schema.ts";

/** An option as documentation and help show it. */
export interface OptionDescription extends Partial<OptionMetadata> {
  readonly name: string;
  readonly schema: v.GenericSchema;
  /** Undefined for an option that is worked out, or required. */
  readonly default: unknown;
  readonly required: boolean;
  /** The word of the group of `variants` that has it; undefined where it is in all of them. */
  readonly variant?: string;
}

/** The parts of valibot's schemas that lead to inner ones. */
interface Parts {
  readonly kind: string;
  readonly type: string;
  readonly wrapped?: v.GenericSchema;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly items?: readonly v.GenericSchema[];
  /** Of a record. */
  readonly value?: v.GenericSchema;
  readonly pipe?: readonly Parts[];
  readonly getter?: (value: unknown) => v.GenericSchema;
  readonly default?: unknown;
  /** Of `variants`. */
  readonly variants?: { readonly key: string; readonly groups: Readonly<Record<string, Group>> };
}

/** A schema without `optional`, pipes and the choice of a variant around it. */
function innermost(schema: Parts, value?: unknown): Parts {
  const inner =
    schema.pipe?.findLast(({ kind }) => kind === "schema") ??
    schema.wrapped ??
    schema.getter?.(value);
  return inner === undefined || inner === schema ? schema : innermost(inner, value);
}

/** The options of a group by name, of `variants` those of the value's; undefined for another schema. */
export function entriesOf(schema: v.GenericSchema, value?: unknown): Parts["entries"] {
  return innermost(schema, value).entries;
}

/** The schema of an option of a group, of a list's items, or of a record's values. `owner` is the value that has it. */
export function childOf(
  schema: v.GenericSchema | undefined,
  key: unknown,
  owner?: unknown,
): v.GenericSchema | undefined {
  if (schema === undefined) return undefined;
  const { entries, item, items, value } = innermost(schema, owner);
  return typeof key === "number" ? (items?.[key] ?? item) : (entries?.[String(key)] ?? value);
}

/** The values that a schema allows, in words that follow "must be". */
export function allowedIn(schema: v.GenericSchema): string | undefined {
  return metadataOf(schema).allowed;
}

/** The options of a group, in their order. */
export function describeOptions(schema: v.GenericSchema): OptionDescription[] {
  return Object.entries(entriesOf(schema) ?? {}).map(([name, option]) => {
    const { type, default: standard } = option as Parts;
    return {
      name,
      schema: option,
      default: standard,
      required: type !== "optional",
      ...metadataOf(option),
    };
  });
}

/**
 * All options of a group, with those inside of other groups by their path, such as `optimizer.name`. An option of `variants` names the
 * group that has it.
 */
export function describeDeeply(schema: v.GenericSchema): OptionDescription[] {
  return describeOptions(schema).flatMap((option) => {
    const inner = childOf(schema, option.name)!;
    const under = (one: OptionDescription, variant?: string): OptionDescription => ({
      ...one,
      name: `${option.name}.${one.name}`,
      ...(variant !== undefined && { variant }),
    });
    const { variants } = innerVariants(inner);
    if (variants !== undefined) {
      const { key, groups } = variants;
      const words = Object.keys(groups);
      const kind = v.optional(choice(words, { text: `kind of ${option.name}` }));
      const chosen = (option.default as Readonly<Record<string, string>> | undefined)?.[key];
      return [
        ...describeOptions(group({ [key]: kind })).map((one) => ({
          ...under(one),
          default: chosen,
          required: option.required,
        })),
        ...words.flatMap((word) => describeDeeply(groups[word]!).map((one) => under(one, word))),
      ];
    }
    if (entriesOf(inner) === undefined) return [option];
    return describeDeeply(inner).map((one) => under(one));
  });
}

function innerVariants(schema: Parts): Parts {
  return schema.wrapped === undefined ? schema : innerVariants(schema.wrapped);
}

function metadataOf(schema: v.GenericSchema): Partial<OptionMetadata> {
  const { wrapped } = schema as Parts;
  return wrapped === undefined ? v.getMetadata(schema) : metadataOf(wrapped);
}

/** The kind of values that a schema takes: `number`, `string`, `boolean`, `picklist`, `array`, `record`, `union` … */
export function baseType(schema: v.GenericSchema): string {
  return innermost(schema).type;
}

/** The words that a choice takes; undefined for another schema. */
export function wordsOf(schema: v.GenericSchema): readonly string[] | undefined {
  const { type, options } = innermost(schema) as Parts & { readonly options?: readonly string[] };
  return type === "picklist" ? options : undefined;
}

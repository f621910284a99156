import { TRAINING_SETTINGS } from "../training/training-settings.ts";
import { membersOf, type ModelSpec, modelSpec, type SingleModelSpec } from "./model-spec.ts";

/** A setting as it is printed. */
export type PrintedSetting = string | number | boolean | readonly number[];

/** Settings of a training that are printed even when they have their default. */
const PRINTED: readonly string[] = ["epochs", "batchSize", "learningRate", "optimizer", "schedule"];

/** A model's settings as they are printed. A group, such as a loss with its options, becomes one line of text. */
export function printedSettings(spec: ModelSpec): Record<string, PrintedSetting> {
  const members = membersOf(spec);
  return Object.fromEntries(
    members.flatMap((member, i) =>
      notableSettings(member).map(([name, value]) => [
        members.length === 1 ? name : `${i + 1}.${member.kind}.${name}`,
        value,
      ]),
    ),
  );
}

/** The settings that tell a model from others: not those of every training that have their default. */
function notableSettings({ kind, settings }: SingleModelSpec): [string, PrintedSetting][] {
  const defaults = new Map<string, unknown>(Object.entries(modelSpec(kind).settings));
  return Object.entries(modelSpec(kind, settings).settings)
    .filter(([name, value]) => !isQuiet(name) || !isEqual(value, defaults.get(name)))
    .map(([name, value]) => [name, printed(value)]);
}

function isQuiet(name: string): boolean {
  return Object.hasOwn(TRAINING_SETTINGS, name) && !PRINTED.includes(name);
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function printed(value: unknown): PrintedSetting {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value as PrintedSetting;
  }
  return Object.entries(value)
    .map(([option, inner]) => (option === "name" ? String(inner) : `${option} ${String(inner)}`))
    .join(", ");
}

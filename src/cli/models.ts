import type { Command } from "commander";
import { kindOf } from "../models/kinds/model-kinds.ts";
import { membersOf } from "../models/model-spec.ts";
import { type ModelName, PRESET_NAMES, PRESETS, presetModel } from "../models/presets.ts";
import { describeDeeply } from "../options/describe.ts";
import { command, type CommonOptions } from "./options/options.ts";
import { modelName } from "./options/training-options.ts";
import { print, printJson } from "./terminal/output.ts";

/** `affekt models`: lists the models and their settings. */
export function modelsCommand(): Command {
  return command(
    "models",
    "list the models, or the settings of one model",
    "affekt models\naffekt models mlp\naffekt train ravdess --model mlp --param hiddenLayerSizes=[300,100] -o model.onnx",
  )
    .argument("[model]", "name of a model", modelName)
    .action(run);
}

function run(name: ModelName | undefined, { json }: CommonOptions): void {
  if (name === undefined) {
    const models = PRESET_NAMES.map((preset) => ({ name: preset, ...summaryOf(preset) }));
    if (json) printJson(models);
    else print(listing(models));
    return;
  }
  const members = membersOf(presetModel(name)).map(({ kind, settings }) => ({
    kind,
    settings: settingsOf(kind, { ...settings }),
  }));
  if (json) printJson(members);
  else print(members.map(settingsInWords).join("\n\n"));
}

interface Summary {
  readonly takes: readonly string[];
  readonly summary: string;
}

function summaryOf(preset: (typeof PRESET_NAMES)[number]): Summary {
  const { takes, summary } = kindOf(PRESETS[preset].kind);
  return { takes, summary };
}

function listing(models: readonly (Summary & { readonly name: string })[]): string {
  const widest = Math.max(...models.map(({ name }) => name.length));
  return [
    ...models.map(
      ({ name, takes, summary }) =>
        `${name.padEnd(widest)}  ${takes.join(", ").padEnd(18)}  ${summary}`,
    ),
    "",
    "Join names with + to average their probabilities in an ensemble. affekt models NAME lists the settings of a model.",
  ].join("\n");
}

/** A setting of a model. */
interface Setting {
  readonly name: string;
  readonly text: string;
  readonly allowed: string;
  /** Absent where it is worked out, or off. */
  readonly default?: unknown;
  /** The group of settings that has it, such as the optimiser `sgd`. */
  readonly of?: string;
}

function settingsOf(
  kind: (typeof PRESETS)[keyof typeof PRESETS]["kind"],
  preset: Readonly<Record<string, unknown>>,
): Setting[] {
  return describeDeeply(kindOf(kind).settings).map(
    ({ name, text = "", allowed = "", variant, default: standard }) => {
      const value = valueAt(preset, name, variant) ?? standard;
      return {
        name,
        text,
        allowed,
        ...(value !== undefined && { default: value }),
        ...(variant !== undefined && { of: variant }),
      };
    },
  );
}

/** The preset's value of a setting; of one of another group than the preset's, such as another optimiser's, none. */
function valueAt(
  settings: Readonly<Record<string, unknown>>,
  path: string,
  variant: string | undefined,
): unknown {
  const [name = "", ...rest] = path.split(".");
  const value = settings[name];
  if (rest.length === 0) return value;
  const group = value as Readonly<Record<string, unknown>> | undefined;
  if (group === undefined || (variant !== undefined && group["name"] !== variant)) return undefined;
  return valueAt(group, rest.join("."), undefined);
}

function settingsInWords({
  kind,
  settings,
}: {
  readonly kind: string;
  readonly settings: readonly Setting[];
}): string {
  const widest = Math.max(...settings.map(({ name }) => name.length));
  return [
    `${kind}: ${kindOf(kind as "mlp").summary}`,
    "",
    ...settings.map((setting) => {
      const { name, text, allowed, of } = setting;
      const standard = "default" in setting ? `; default ${JSON.stringify(setting.default)}` : "";
      return `${name.padEnd(widest)}  ${of === undefined ? "" : `[${of}] `}${text} (${allowed}${standard})`;
    }),
  ].join("\n");
}

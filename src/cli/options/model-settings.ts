import { type Command, InvalidArgumentError } from "commander";
import { AffektError } from "../../errors.ts";
import { readJson } from "../../node/files/json-file.ts";
import type { CommonSettings } from "../../models/kinds/common-settings.ts";
import { commonSettings } from "./training-options.ts";

/** Options that set any setting of a model. */
export interface ModelSettingOptions extends CommonSettings {
  readonly param?: readonly (readonly [name: string, value: unknown])[] | undefined;
  readonly params?: string;
}

/** `--param` and `--params`. */
export function withModelSettings(to: Command): Command {
  return to
    .option(
      "--param <name=value>",
      "any setting of the models, such as hiddenLayerSizes=[300,100] or optimizer.name=sgd; can be repeated; affekt models NAME lists them",
      (text: string, before: ModelSettingOptions["param"]) => [...(before ?? []), setting(text)],
    )
    .option("--params <file>", "settings from a .json file; --param overrides them");
}

/** The settings that a command's options ask for: common ones, then those of `--params`, then those of `--param`. */
export async function modelSettings(
  options: ModelSettingOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const { params, param = [] } = options;
  const fromFile = params === undefined ? {} : await readSettings(params);
  return { ...commonSettings(options), ...fromFile, ...Object.fromEntries(param) };
}

async function readSettings(file: string): Promise<object> {
  const value = await readJson(file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new AffektError(
    "invalid-argument",
    `${file}: must hold an object of settings, such as {"alpha": 0.01}`,
  );
}

function setting(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must be a name and a value, such as alpha=0.01.");
  return [text.slice(0, at).trim(), valueOf(text.slice(at + 1).trim())];
}

/** A value as JSON; what is no JSON is text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

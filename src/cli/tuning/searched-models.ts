import { InvalidArgumentError } from "commander";
import { COMMON_SETTING_NAMES } from "../../models/kinds/common-settings.ts";
import { kindOf } from "../../models/kinds/model-kinds.ts";
import { type PresetName, PRESET_NAMES, PRESETS, presetModel } from "../../models/presets.ts";
import { allWithSettings } from "../../models/with-settings.ts";
import type { SearchedModel } from "../../model-selection/model-space.ts";
import { readSpaces } from "../../node/studies/read-space.ts";

/** Reads the names of models that can be tuned. */
export function presetNames(text: string): PresetName[] {
  return text.split(",").map((part) => {
    const name = PRESET_NAMES.find((one) => one === part.trim());
    if (name !== undefined) return name;
    throw new InvalidArgumentError(`Allowed are ${PRESET_NAMES.join(", ")}, separated by commas.`);
  });
}

/**
 * Models with the settings that stay, each with those that it has, and the spaces of a file.
 * @throws {AffektError} as `allWithSettings` and `readSpaces`.
 */
export async function searchedModels(
  names: readonly PresetName[],
  settings: Readonly<Record<string, unknown>>,
  spaceFile: string | undefined,
): Promise<SearchedModel[]> {
  allWithSettings(
    names.map((name) => presetModel(name)),
    settings,
  );
  const spaces = spaceFile === undefined ? [] : await readSpaces(spaceFile, names);
  return names.map((name, i) => ({
    name,
    settings: Object.fromEntries(
      Object.entries(settings).filter(([path]) => names.length === 1 || takes(name, path)),
    ),
    space: spaces[i],
  }));
}

function takes(name: PresetName, path: string): boolean {
  const root = path.split(".")[0]!;
  return (
    COMMON_SETTING_NAMES.some((common) => common === path) ||
    Object.hasOwn(kindOf(PRESETS[name].kind).settings.entries, root)
  );
}

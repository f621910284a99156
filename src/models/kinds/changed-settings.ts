import type { ExtraSettings } from "../../training/training-settings.ts";
import type { PresetChanges } from "./model-kind.ts";

/** Settings with what is changed, under its own names. */
export function changedSettings<Settings extends object>(
  settings: Settings,
  { labelSmoothing, ...changes }: PresetChanges,
): Settings {
  return { ...settings, ...changes, ...smoothed(labelSmoothing) };
}

function smoothed(labelSmoothing: number | undefined): Pick<ExtraSettings, "loss"> {
  if (labelSmoothing === undefined) return {};
  return { loss: { name: "categoricalCrossentropy", labelSmoothing } };
}

import type { ExtraSettings, TrainingSettings } from "../training/training-settings.ts";
import type { PresetChanges } from "./model-kind.ts";

/** Settings in Keras' words with what is changed. */
export function changedSettings<Settings extends TrainingSettings>(
  settings: Settings,
  { labelSmoothing, ...changes }: PresetChanges,
): Settings {
  return { ...settings, ...changes, ...smoothed(labelSmoothing) };
}

/** The loss with label smoothing, where it is asked for. */
export function smoothed(labelSmoothing: number | undefined): Pick<ExtraSettings, "loss"> {
  if (labelSmoothing === undefined) return {};
  return { loss: { name: "categoricalCrossentropy", labelSmoothing } };
}

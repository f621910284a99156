import type { SpecAugmentSettings } from "../../augmentation/spec-augment.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import type { ClassWeight } from "../../training/training-settings.ts";
import type { Recipe } from "./recipe.ts";

/** What users change most often, by one name for all models; a model that has nothing of the kind stays as it is. */
export interface PresetChanges {
  /** The most epochs. */
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** The most epochs in a row without improvement. */
  readonly patience?: number;
  readonly classWeight?: ClassWeight;
  /** In [0, 1). */
  readonly labelSmoothing?: number;
  /** Alpha of mixup. */
  readonly mixup?: number;
  /** Masks in sequences of frames. */
  readonly specAugment?: SpecAugmentSettings;
}

// by type none can be forgotten, which would be left out without a word
const CHANGES: Readonly<Record<keyof PresetChanges, true>> = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  patience: true,
  classWeight: true,
  labelSmoothing: true,
  mixup: true,
  specAugment: true,
};

/** The names of what users change most often. */
export const PRESET_CHANGES = Object.keys(CHANGES) as readonly (keyof PresetChanges)[];

/** What rows of features can be. */
export type RowKind = "vectors" | "sequences";

/** What a kind of model is: its network, how that is trained, and what can be changed by the common names. */
export interface ModelKind<Settings> {
  readonly takes: readonly RowKind[];
  /** It consists of convolutions, so that a training takes long. */
  readonly convolves?: true;
  /** The scores of the classes, before softmax, of a vector [columns] or a sequence [frames, width]. */
  logits(settings: Settings, start: SymbolicTensor, classes: number): SymbolicTensor;
  recipe(settings: Settings, rows: number): Recipe;
  /** What can be changed by the common names; the rest has no meaning there. */
  readonly changes: readonly (keyof PresetChanges)[];
  /** Settings with what is changed. */
  changed(settings: Settings, changes: PresetChanges): Settings;
}

import type { SpecAugmentSettings } from "../augmentation/spec-augment.ts";
import type { ClassWeight } from "../training/training-settings.ts";
import { CNN_DEFAULTS } from "./cnn-settings.ts";
import { MLP_DEFAULTS } from "./mlp-settings.ts";
import type { NetworkSettings } from "./network-settings.ts";

/** The models that Affekt trains by name: the well-known recipes for speech emotion, each behind a standard scaler. */
export const PRESETS = {
  /** 300 rectified units, Adam 1e-3, L2 0.01, batches of 256, up to 500 epochs, scikit-learn's stopping. */
  mlp: {
    kind: "mlp",
    settings: {
      ...MLP_DEFAULTS,
      hiddenLayerSizes: [300],
      alpha: 0.01,
      batchSize: 256,
      maxIter: 500,
    },
  },
  /** Conv1D 64, 128, 256 with kernel 5, ReLU and dropout 0.1, max-pooling 4 after the first two; Adam 1e-3, batches of 32, 50 epochs. */
  cnn: { kind: "cnn", settings: CNN_DEFAULTS },
} as const satisfies Record<string, NetworkSettings>;

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** The names of all presets. */
export const PRESET_NAMES: readonly PresetName[] = ["mlp", "cnn"];

/** What users change most often, by one name for all models. */
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

/** A preset's model, changed in what is given. */
export function presetModel(
  name: PresetName,
  { labelSmoothing, ...changes }: PresetChanges = {},
): NetworkSettings {
  const preset: NetworkSettings = PRESETS[name];
  const loss = labelSmoothing !== undefined && {
    loss: { name: "categoricalCrossentropy", labelSmoothing } as const,
  };
  if (preset.kind !== "mlp") {
    return { ...preset, settings: { ...preset.settings, ...changes, ...loss } };
  }
  const { epochs, learningRate, patience, ...others } = changes;
  return {
    ...preset,
    settings: {
      ...preset.settings,
      ...others,
      ...loss,
      ...(epochs !== undefined && { maxIter: epochs }),
      ...(learningRate !== undefined && { learningRateInit: learningRate }),
      ...(patience !== undefined && { nIterNoChange: patience }),
    },
  };
}

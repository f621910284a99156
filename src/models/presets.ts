import { AffektError } from "../errors.ts";
import type { CommonSettings } from "./kinds/common-settings.ts";
import { ensemble, type ModelSpec, modelSpec } from "./model-spec.ts";
import { type SettingsFor, withSettings } from "./with-settings.ts";

/** The models that Affekt trains by name, each behind a standard scaler but `speech-finetuned`. */
export const PRESETS = {
  /** On vectors or sequences: 300 rectified units, Adam 1e-3, L2 0.01, batches of 256, up to 500 epochs, scikit-learn's stopping. */
  mlp: modelSpec("mlp", {
    hiddenLayerSizes: [300],
    alpha: 0.01,
    batchSize: 256,
    maxIter: 500,
  }),
  /** On vectors or sequences: Conv1D 64, 128, 256 with kernel 5, ReLU and dropout 0.1, max-pooling 4 after the first two; Adam 1e-3, batches of 32, 50 epochs. */
  cnn: modelSpec("cnn"),
  /** On vectors, best on those of the set `functionals`: 256 rectified units with dropout, mixup and balanced classes. */
  dnn: modelSpec("dnn", { classWeight: "balanced", mixup: 1 }),
  /** On sequences: a residual network over time. */
  resnet1d: modelSpec("resnet1d"),
  /** On sequences: a residual network over the image of frames and bands. */
  resnet2d: modelSpec("resnet2d"),
  /** On sequences: dilated causal convolutions. */
  tcn: modelSpec("tcn"),
  /** On sequences: convolutions over time, pooled by attention. */
  "attention-cnn": modelSpec("attention-cnn"),
  /** On sequences: convolutions over time, a bidirectional GRU and attention. */
  "cnn-bigru": modelSpec("cnn-bigru"),
  /** On sequences: two LSTMs with a residual connection and attention. */
  "reslstm-sa": modelSpec("reslstm-sa"),
  /** On sequences: convolutions over time and blocks of self-attention. */
  transformer: modelSpec("transformer"),
  /** On vectors: scikit-learn's logistic regression, with up to 1000 iterations. */
  logistic: modelSpec("logistic", { maxIter: 1000 }),
  /** On vectors: scikit-learn's ridge classifier. */
  ridge: modelSpec("ridge"),
  /** On vectors: linear discriminant analysis with shrunk covariances. */
  lda: modelSpec("lda"),
  /** On the set `functionals`: linear discriminant analysis with strongly shrunk covariances. */
  functionals: modelSpec("lda", { shrinkage: 0.5 }),
  /** On the voice encoder's vectors, the set `speech-views` or `speech`: linear discriminant analysis with strongly shrunk covariances. */
  speech: modelSpec("lda", { shrinkage: 0.7, calibration: "temperature" }),
  /** On the set `speech-lower-frames`: the voice encoder's third layer and a linear head, trained for three epochs. */
  "speech-finetuned": modelSpec("speech-finetuned", {
    loss: { name: "categoricalCrossentropy", labelSmoothing: 0.1 },
    crops: { share: 0.95, views: 4 },
  }),
} as const;

/** The feature sets of presets that are made for one. */
const PRESET_SETS: Readonly<Record<string, string>> = {
  functionals: "functionals",
  speech: "speech-views",
  "speech-finetuned": "speech-lower-frames",
};

/**
 * The feature set that models are made for; undefined for any.
 * @throws {AffektError} `invalid-argument` where some are made for one and others not.
 */
export function setForModels(names: readonly ModelName[]): string | undefined {
  const parts = names.flatMap((name) => name.split("+").map((part) => part.trim()));
  const sets = new Set(parts.map((part) => PRESET_SETS[part]));
  if (sets.size <= 1) return [...sets][0];
  const own = parts.find((part) => PRESET_SETS[part] !== undefined)!;
  throw new AffektError(
    "invalid-argument",
    `models: ${own} is made for the set ${PRESET_SETS[own]}, ${parts.find((part) => PRESET_SETS[part] === undefined)} for others; give one set for all, or take them one after the other`,
  );
}

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** The name of a preset, or several joined by `+`, which are an ensemble. */
export type ModelName = PresetName | `${PresetName}+${string}`;

/** The names of all presets. */
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** Settings of `presetModel`: the common ones and, of a single preset, those of its kind. */
export type PresetSettings<Name extends ModelName = ModelName> = Name extends PresetName
  ? SettingsFor<(typeof PRESETS)[Name]["kind"]>
  : CommonSettings & Readonly<Record<string, unknown>>;

/**
 * A preset, or for `a+b` the ensemble of both, with other settings where they are given; see `withSettings`.
 * @throws {AffektError} `invalid-argument` for a name that is no preset's, and for settings that are unknown or out of range.
 */
export function presetModel<Name extends PresetName>(
  name: Name,
  settings?: PresetSettings<Name>,
): (typeof PRESETS)[Name];
export function presetModel(name: ModelName, settings?: CommonSettings): ModelSpec;
export function presetModel(
  name: ModelName,
  settings: Readonly<Record<string, unknown>> = {},
): ModelSpec {
  const members = name.split("+").map((part) => {
    const preset = PRESET_NAMES.find((one) => one === part.trim());
    if (preset !== undefined) return PRESETS[preset];
    throw new AffektError(
      "invalid-argument",
      `model: must be one of ${PRESET_NAMES.join(", ")}, or several of them joined by +, got "${part}"`,
    );
  });
  return withSettings(members.length === 1 ? members[0]! : ensemble(members), settings);
}

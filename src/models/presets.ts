import { AffektError } from "../errors.ts";
import { CNN_DEFAULTS } from "./kinds/cnn-settings.ts";
import { ATTENTION_CNN_DEFAULTS } from "./kinds/attention-cnn.ts";
import { RESNET1D_DEFAULTS } from "./kinds/resnet1d.ts";
import { RESNET2D_DEFAULTS } from "./kinds/resnet2d.ts";
import { TCN_DEFAULTS } from "./kinds/tcn.ts";
import { ensemble } from "./kinds/ensemble.ts";
import { LOGISTIC_DEFAULTS } from "./kinds/logistic.ts";
import { RIDGE_DEFAULTS } from "./kinds/ridge.ts";
import { MLP_DEFAULTS } from "./kinds/mlp-settings.ts";
import type { PresetChanges } from "./kinds/model-kind.ts";
import { type KindName, MODEL_KINDS, type SingleModel } from "./kinds/model-kinds.ts";
import type { NetworkSettings } from "./network-settings.ts";

/** The models that Affekt trains by name, each behind a standard scaler. */
export const PRESETS = {
  /** The well-known recipe on vectors: 300 rectified units, Adam 1e-3, L2 0.01, batches of 256, up to 500 epochs, scikit-learn's stopping. */
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
  /** The well-known Conv1D 64, 128, 256 with kernel 5, ReLU and dropout 0.1, max-pooling 4 after the first two; Adam 1e-3, batches of 32, 50 epochs. */
  cnn: { kind: "cnn", settings: CNN_DEFAULTS },
  /** On sequences: a residual network over time. */
  resnet1d: { kind: "resnet1d", settings: RESNET1D_DEFAULTS },
  /** On sequences: a residual network over the image of frames and bands. */
  resnet2d: { kind: "resnet2d", settings: RESNET2D_DEFAULTS },
  /** On sequences: dilated causal convolutions. */
  tcn: { kind: "tcn", settings: TCN_DEFAULTS },
  /** On sequences: convolutions over time, pooled by attention. */
  "attention-cnn": { kind: "attention-cnn", settings: ATTENTION_CNN_DEFAULTS },
  /** On vectors: scikit-learn's logistic regression, with up to 1000 iterations. */
  logistic: { kind: "logistic", settings: { ...LOGISTIC_DEFAULTS, maxIter: 1000 } },
  /** On vectors: scikit-learn's ridge classifier. */
  ridge: { kind: "ridge", settings: RIDGE_DEFAULTS },
  /** On vectors: linear discriminant analysis with shrunk covariances. */
  lda: { kind: "lda", settings: {} },
} as const satisfies Record<string, SingleModel>;

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** A preset, or several joined by `+`, which are an ensemble. */
export type ModelName = PresetName | `${PresetName}+${string}`;

/** The names of all presets. */
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/**
 * A preset's model, changed in what is given; of `a+b` the ensemble of both.
 * Errors: `invalid-argument` for a name that is no preset's.
 */
export function presetModel(name: ModelName, changes: PresetChanges = {}): NetworkSettings {
  const members = name.split("+").map((part) => {
    const preset = PRESET_NAMES.find((one) => one === part.trim());
    if (preset !== undefined) return changed(PRESETS[preset], changes);
    throw new AffektError(
      "invalid-argument",
      `model: must be one of ${PRESET_NAMES.join(", ")}, or several of them joined by +, got "${part}"`,
    );
  });
  return members.length === 1 ? members[0]! : ensemble(members);
}

function changed<K extends KindName>(model: SingleModel<K>, changes: PresetChanges): SingleModel {
  const { kind, settings } = model;
  const own = MODEL_KINDS[kind].changes.flatMap((name) =>
    changes[name] === undefined ? [] : [[name, changes[name]] as const],
  );
  return {
    kind,
    settings: MODEL_KINDS[kind].changed(settings, Object.fromEntries(own)),
  } as SingleModel;
}

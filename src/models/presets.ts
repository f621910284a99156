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
} as const satisfies Record<string, NetworkSettings>;

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

import type { TrainingSettings } from "../../training/training-settings.ts";

/** How the networks over frames are trained: AdamW from 2e-3 down a cosine (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101), batches of 32, 40 epochs. */
export const SEQUENCE_TRAINING: TrainingSettings = {
  optimizer: { name: "adamw", weightDecay: 0.01 },
  schedule: { name: "cosine" },
  learningRate: 2e-3,
  batchSize: 32,
  epochs: 40,
};

import { trainingSettings } from "../../training/training-settings.ts";

/** The training of the networks over frames: AdamW from 2e-3 down a cosine (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101), batches of 32, 40 epochs. */
export const SEQUENCE_TRAINING = trainingSettings({
  epochs: 40,
  batchSize: 32,
  learningRate: 2e-3,
  optimizer: { name: "adamw", weightDecay: 0.01 },
  schedule: { name: "cosine" },
});

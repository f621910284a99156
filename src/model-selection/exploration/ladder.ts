import type { ModelName } from "../../models/presets.ts";

/** A model with the features that it is usually trained on. */
export interface Rung {
  readonly model: ModelName;
  readonly set: string;
  /** Whether the features are those of the voice encoder, which has learned from other recordings. */
  readonly encoder?: boolean;
  /** Whether it is one of the two models that the others are compared with. */
  readonly classic?: boolean;
}

/** Models from the simplest to the deepest, then ensembles, then those on the voice encoder. */
export const LADDER: readonly Rung[] = [
  { model: "logistic", set: "classic-180" },
  { model: "lda", set: "classic-180" },
  { model: "mlp", set: "classic-180", classic: true },
  { model: "cnn", set: "classic-180", classic: true },
  { model: "functionals", set: "functionals" },
  { model: "dnn", set: "functionals" },
  { model: "resnet1d", set: "frames" },
  { model: "resnet2d", set: "frames-20ms" },
  { model: "tcn", set: "frames" },
  { model: "attention-cnn", set: "frames" },
  { model: "cnn-bigru", set: "frames" },
  { model: "reslstm-sa", set: "frames-chroma" },
  { model: "transformer", set: "frames" },
  { model: "mlp+lda", set: "classic-180" },
  { model: "attention-cnn+tcn", set: "frames" },
  { model: "logistic", set: "speech", encoder: true },
  { model: "speech", set: "speech-views", encoder: true },
  { model: "speech-finetuned", set: "speech-lower-frames", encoder: true },
];

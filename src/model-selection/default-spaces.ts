import type { KindName } from "../models/kinds/model-kinds.ts";
import type { Dimension, Space } from "../tuning/space/space.ts";

const float = (low: number, high: number): Dimension => ({ type: "float", low, high });
const log = (low: number, high: number): Dimension => ({ type: "float", low, high, log: true });
const oneOf = (...choices: (string | number | readonly number[])[]): Dimension => ({
  type: "categorical",
  choices,
});

const REGULARIZATION: Space = {
  "loss.labelSmoothing": float(0, 0.3),
  mixup: float(0, 0.4),
};

/** The training of networks in Keras' words. */
const TRAINING: Space = {
  learningRate: log(3e-4, 1e-2),
  batchSize: oneOf(16, 32, 64),
  ...REGULARIZATION,
};

/** The training of the networks over frames, which take AdamW. */
const SEQUENCE_TRAINING: Space = { ...TRAINING, "optimizer.weightDecay": log(1e-4, 0.3) };

const DROPOUT: Space = { dropout: float(0, 0.6) };

/** The search space of each kind of model. The settings of its preset lie within it. */
export const DEFAULT_SPACES: Readonly<Record<KindName, Space>> = {
  mlp: {
    hiddenLayerSizes: oneOf([100], [200], [300], [500], [300, 100]),
    activation: oneOf("relu", "tanh"),
    alpha: log(1e-3, 5),
    learningRateInit: log(1e-3, 1e-2),
    batchSize: oneOf(64, 128, 256),
    // good ones often end long before the loss stops falling
    maxIter: { type: "int", low: 15, high: 500, log: true },
    "loss.labelSmoothing": float(0, 0.2),
  },
  cnn: {
    filters: oneOf([64, 128, 256], [32, 64], [64, 128], [32, 64, 128], [64, 64, 64, 64]),
    kernelSize: oneOf(3, 5, 7, 9),
    poolSize: oneOf(2, 4),
    ...DROPOUT,
    epochs: { type: "int", low: 20, high: 80, step: 10 },
    ...TRAINING,
  },
  dnn: {
    units: oneOf([128], [256], [512], [256, 128]),
    inputDropout: float(0, 0.6),
    ...DROPOUT,
    epochs: { type: "int", low: 20, high: 60, step: 10 },
    ...TRAINING,
    mixup: float(0, 2),
    "optimizer.weightDecay": log(1e-4, 0.3),
  },
  resnet1d: {
    filters: oneOf([32, 64, 128], [48, 96], [64, 128], [32, 64], [24, 48, 96]),
    blocks: { type: "int", low: 1, high: 3 },
    ...DROPOUT,
    ...SEQUENCE_TRAINING,
  },
  resnet2d: { ...DROPOUT, ...SEQUENCE_TRAINING },
  tcn: {
    filters: oneOf(32, 64, 96),
    kernelSize: oneOf(2, 3, 5),
    ...DROPOUT,
    ...SEQUENCE_TRAINING,
  },
  "attention-cnn": {
    filters: oneOf([64, 128, 128], [64, 128], [32, 64, 64], [64, 64, 64, 64]),
    kernelSize: oneOf(3, 5, 7),
    units: oneOf(32, 64, 128),
    ...DROPOUT,
    ...SEQUENCE_TRAINING,
  },
  "cnn-bigru": {
    filters: oneOf([64, 64], [32, 64], [64, 128]),
    kernelSize: oneOf(3, 5, 7),
    units: oneOf(32, 64, 96),
    attentionUnits: oneOf(32, 64),
    ...DROPOUT,
    ...SEQUENCE_TRAINING,
  },
  "reslstm-sa": { units: oneOf(32, 64, 96), ...DROPOUT, ...SEQUENCE_TRAINING },
  transformer: {
    width: oneOf(32, 64, 96),
    heads: oneOf(2, 4),
    blocks: { type: "int", low: 1, high: 4 },
    kernelSize: oneOf(3, 5, 7),
    ...DROPOUT,
    ...SEQUENCE_TRAINING,
  },
  "speech-finetuned": {
    epochs: { type: "int", low: 1, high: 8 },
    learningRate: log(1e-5, 5e-4),
    headRate: log(0.01, 10),
    headDropout: float(0.2, 0.8),
    ...DROPOUT,
  },
  logistic: { C: log(1e-6, 100) },
  ridge: { alpha: log(1e-2, 1e6) },
  lda: {
    shrinkage: oneOf("auto", 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
  },
};

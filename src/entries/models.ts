/**
 * Kinds of models, classifiers with scikit-learn's methods, the model file, predictions.
 *
 * @module affekt/models
 */

import "#default-runtime";

export { buildNetwork } from "../models/build-network.ts";
export {
  Classifier,
  type ClassifierFitOptions,
  type ClassifierOptions,
} from "../models/classifiers/classifier.ts";
export {
  CnnClassifier,
  type CnnFitOptions,
  type CnnOptions,
} from "../models/classifiers/cnn-classifier.ts";
export {
  MlpClassifier,
  type MlpOptions,
  type PartialFitOptions,
} from "../models/classifiers/mlp-classifier.ts";
export { readModelInfo } from "../models/file/decode-model.ts";
export { encodeModel } from "../models/file/encode-model.ts";
export type { LoadedModel } from "../models/file/loaded-model.ts";
export type { ModelFeatures } from "../models/file/model-features.ts";
export type { ModelEvaluation, ModelInfo, ModelTraining } from "../models/file/model-info.ts";
export type { TrainedModel } from "../models/file/trained-model.ts";
export type { StandardScaler } from "../models/inference/standard-scaler.ts";
export type { CommonSettings } from "../models/kinds/common-settings.ts";
export type { KindName, SettingsOf } from "../models/kinds/model-kinds.ts";
export {
  ensemble,
  type EnsembleSpec,
  type ModelSpec,
  modelSpec,
  type SingleModelSpec,
} from "../models/model-spec.ts";
export {
  type ModelName,
  PRESET_NAMES,
  type PresetName,
  presetModel,
  PRESETS,
  type PresetSettings,
} from "../models/presets.ts";
export { withSettings } from "../models/with-settings.ts";
export type { SpeakerProfile } from "../models/adaptation/speaker-profile.ts";
export {
  type CalibrateOptions,
  EmotionModel,
  type PredictOptions,
  type PredictSamplesOptions,
} from "../prediction/emotion-model.ts";
export type {
  EmotionProbability,
  Prediction,
  RecordingPrediction,
  WindowPrediction,
} from "../prediction/prediction.ts";

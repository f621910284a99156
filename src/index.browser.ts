export * from "./index.ts";

export {
  CnnClassifier,
  type CnnOptions,
  MlpClassifier,
  type MlpOptions,
} from "./browser/classifiers.ts";
export { evaluateModels, type EvaluateModelsOptions } from "./browser/evaluate-models.ts";
export { featureTable, type FeatureTableOptions, recordingsOf } from "./browser/feature-table.ts";
export { decodeAudio } from "./browser/decode-audio.ts";
export { loadModel } from "./browser/load-model.ts";
export { trainModel, type TrainModelOptions } from "./browser/train-model.ts";
export { webRuntime, type WebRuntimeOptions } from "./browser/web-runtime.ts";

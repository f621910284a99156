import "../browser/default-runtime.ts";

export * from "./root.ts";

export { decodeAudio } from "../browser/decode-audio.ts";
export { evaluateModels, type EvaluateModelsOptions } from "../browser/evaluate-models.ts";
export { featureTable, type FeatureTableOptions, recordingsOf } from "../browser/feature-table.ts";
export { loadEncoder } from "../browser/browser-encoder.ts";
export { setModelFiles } from "../browser/model-files.ts";
export { loadModel, type LoadModelOptions } from "../browser/load-model.ts";
export { type Microphone, microphone, type MicrophoneOptions } from "../browser/microphone.ts";
export { createPool, type PoolOptions } from "../browser/worker-pool.ts";

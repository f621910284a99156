import "./browser/default-runtime.ts";

export * from "./index.ts";

export { evaluateModels, type EvaluateModelsOptions } from "./browser/evaluate-models.ts";
export { featureTable, type FeatureTableOptions, recordingsOf } from "./browser/feature-table.ts";
export { decodeAudio } from "./browser/decode-audio.ts";
export { loadModel } from "./browser/load-model.ts";
export { webRuntime, type WebRuntimeOptions } from "./browser/web-runtime.ts";

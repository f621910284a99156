import "./node/default-runtime.ts";

export * from "./index.ts";

export { checkSources, type CheckSourcesOptions } from "./node/check-sources.ts";
export { evaluateModels, type EvaluateModelsOptions } from "./node/evaluate-models.ts";
export { featureTable, type FeatureTableOptions, type SourceTable } from "./node/feature-table.ts";
export { getCorpus, type GetCorpusOptions } from "./node/downloads/get-corpus.ts";
export { FileEmotionModel, loadModel } from "./node/load-model.ts";
export { nodeRuntime } from "./node/native-runtime.ts";
export { decodeAudio, openRecording } from "./node/decoding/open-recording.ts";
export { saveModel } from "./node/save-model.ts";
export { openSources, type Sources } from "./node/sources/sources.ts";
export { trainToFile, type TrainToFileOptions } from "./node/train-to-file.ts";
export type { Jobs } from "./node/workers/jobs.ts";
export { createPool, type PoolOptions } from "./node/workers/thread-pool.ts";

/**
 * The functions of the guide, as they are in Node. In a browser `affekt` is `affekt/browser` without its parts.
 *
 * @module affekt
 */

import "../node/default-runtime.ts";

export * from "./root.ts";

export { checkSources } from "../node/check-sources.ts";
export { decodeAudio, openRecording } from "../node/decoding/open-recording.ts";
export { getCorpus } from "../node/downloads/get-corpus.ts";
export { evaluateModels, type EvaluateModelsOptions } from "../node/evaluate-models.ts";
export { featureTable, type FeatureTableOptions } from "../node/feature-table.ts";
export { loadModel, type LoadModelOptions } from "../node/load-model.ts";
export { saveModel } from "../node/save-model.ts";
export { trainToFile, type TrainToFileOptions } from "../node/train-to-file.ts";
export { createPool, type PoolOptions } from "../node/workers/thread-pool.ts";

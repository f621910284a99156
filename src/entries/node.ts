/**
 * `affekt` in Node, and the parts of Node's half.
 *
 * @module affekt/node
 */

export * from "./root.node.ts";

export type { CheckSourcesOptions } from "../node/check-sources.ts";
export type { OpenRecordingOptions } from "../node/decoding/open-recording.ts";
export type { GetCorpusOptions } from "../node/downloads/get-corpus.ts";
export type { SourceTable } from "../node/feature-table.ts";
export type { FileEmotionModel } from "../node/load-model.ts";
export { nodeRuntime, type NodeRuntimeOptions } from "../node/native-runtime.ts";
export { openSources, type SourceOptions, type Sources } from "../node/sources/sources.ts";
export type { Jobs } from "../node/workers/jobs.ts";
export type { JobType, RunOptions } from "../parallel/pool.ts";
export { StudyFile } from "../node/studies/study-file.ts";

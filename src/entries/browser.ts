/**
 * `affekt` in a browser, and the parts of the browser's half.
 *
 * @module affekt/browser
 */

export * from "./root.browser.ts";

export type { Jobs } from "../browser/jobs.ts";
export type { ModelFiles } from "../browser/model-files.ts";
export { MICROPHONE_WORKLET } from "../browser/microphone.ts";
export { webRuntime, type WebRuntimeOptions } from "../browser/web-runtime.ts";
export type { JobType, RunOptions } from "../parallel/pool.ts";
export { serveWorker } from "../browser/serve-worker.ts";

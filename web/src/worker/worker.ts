import { loadEncoder } from "../../../src/browser/browser-encoder.ts";
import { workerPort } from "../../../src/browser/web-worker.ts";
import { webRuntime } from "../../../src/browser/web-runtime.ts";
import { setDefaultEncoder } from "../../../src/features/encoder/voice-encoder.ts";
import { setDefaultRuntime } from "../../../src/network/runtime/default-runtime.ts";
import { serveJobs } from "../../../src/parallel/serve-jobs.ts";
import { PAGE_JOBS } from "./jobs.ts";

setDefaultRuntime(() => webRuntime());
setDefaultEncoder(() => loadEncoder());
serveJobs(
  PAGE_JOBS,
  workerPort({
    postMessage: (message) => postMessage(message),
    addEventListener: (type, listener) => addEventListener(type, listener),
  }),
);

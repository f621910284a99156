import { serveJobs } from "../parallel/serve-jobs.ts";
import "./default-runtime.ts";
import { JOBS } from "./jobs.ts";
import { setModelFiles } from "./model-files.ts";
import { webRuntime, type WebRuntimeOptions } from "./web-runtime.ts";
import { type DedicatedWorkerScope, workerPort } from "./web-worker.ts";

/** Settings that a page gives to its workers before their first job. */
export interface WorkerSettings {
  readonly settings: WebRuntimeOptions;
  /** The voice encoder's address. */
  readonly encoder: string | undefined;
}

/** The program of a pool's web worker. */
export function serveWorker(): void {
  const scope = globalThis as unknown as DedicatedWorkerScope;
  const { send, onRequest } = workerPort(scope);
  serveJobs(JOBS, {
    send,
    onRequest: (listener) =>
      onRequest((request) => {
        if ("settings" in request) applySettings(request as unknown as WorkerSettings);
        else listener(request);
      }),
  });
}

function applySettings({ settings, encoder }: WorkerSettings): void {
  webRuntime(settings);
  if (encoder !== undefined) setModelFiles({ encoder });
}

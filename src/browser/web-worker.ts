import type { Reply, Request } from "../parallel/messages.ts";
import type { JobPort } from "../parallel/serve-jobs.ts";
import type { PoolWorker } from "../parallel/worker-pool.ts";

/** The first message of a worker, when its script has been loaded. */
interface Ready {
  readonly ready: true;
}

/** A web worker as a pool's worker. `ready` rejects where its script does not load. */
export function poolWorker(worker: Worker): PoolWorker & { readonly ready: Promise<void> } {
  const hasLoaded = Promise.withResolvers<void>();
  hasLoaded.promise.catch(() => {}); // need not be waited for
  const listeners = { onReply: (_: Reply): void => {}, onExit: (_: Error): void => {} };
  worker.addEventListener("message", ({ data }: MessageEvent<Reply | Ready>) => {
    if ("ready" in data) hasLoaded.resolve();
    else listeners.onReply(data);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    // a script that does not load has no message
    const reason = new Error(event.message || "the script of the web worker does not load");
    worker.terminate();
    hasLoaded.reject(reason);
    listeners.onExit(reason);
  });
  return {
    ready: hasLoaded.promise,
    send: (request) => worker.postMessage(request),
    onReply: (listener) => (listeners.onReply = listener),
    onExit: (listener) => (listeners.onExit = listener),
    terminate: async () => worker.terminate(),
  };
}

/** A web worker's own end of the connection to its pool. Says that it is ready when it is listened to. */
export function workerPort(scope: DedicatedWorkerScope): JobPort {
  return {
    send: (reply) => scope.postMessage(reply),
    onRequest: (listener) => {
      scope.addEventListener("message", ({ data }: MessageEvent<Request>) => listener(data));
      scope.postMessage({ ready: true } satisfies Ready);
    },
  };
}

/** The part of a worker's global scope that is used; the DOM's types have that of a page. */
export interface DedicatedWorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

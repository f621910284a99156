import { parentPort, workerData } from "node:worker_threads";
import { AffektError } from "../../errors.ts";
import { shareKernels } from "../../math/kernels.ts";
import { type JobContext, JOBS } from "./jobs.ts";
import type { Reply, Request } from "./worker-pool.ts";

const port = parentPort!;
shareKernels(workerData as WebAssembly.Module);

function reply(message: Reply): void {
  port.postMessage(message);
}

const stopping = new AbortController();
const context: JobContext = {
  onProgress: (progress) => reply({ progress }),
  onWarning: (warning) => reply({ warning }),
  signal: stopping.signal,
};

port.on("message", async (request: Request) => {
  if ("stop" in request) {
    stopping.abort();
    return;
  }
  try {
    const work = JOBS[request.job as keyof typeof JOBS] as Job;
    reply({ result: await work(request.input, context) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply({ error: error instanceof AffektError ? { code: error.code, message } : { message } });
  }
});

type Job = (input: unknown, context: JobContext) => Promise<unknown>;

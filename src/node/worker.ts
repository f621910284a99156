import { parentPort } from "node:worker_threads";
import { AffektError } from "../errors.ts";
import { JOBS } from "./jobs.ts";
import type { Reply, Request } from "./worker-pool.ts";

const port = parentPort!;

function reply(message: Reply): void {
  port.postMessage(message);
}

port.on("message", async ({ job, input }: Request) => {
  try {
    const work = JOBS[job as keyof typeof JOBS] as Job;
    reply({ result: await work(input, (progress) => reply({ progress })) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply({ error: error instanceof AffektError ? { code: error.code, message } : { message } });
  }
});

type Job = (input: unknown, onProgress: (message: unknown) => void) => Promise<unknown>;

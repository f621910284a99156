import { AffektError, plainError } from "../errors.ts";
import { ITEMS_AHEAD, type Reply, type Request } from "./messages.ts";
import type { JobContext, JobFunctions } from "./pool.ts";

/** A worker's end of its connection to the pool. */
export interface JobPort {
  readonly send: (reply: Reply) => void;
  readonly onRequest: (listener: (request: Request) => void) => void;
}

/** Runs the jobs that a pool asks for, one at a time: a worker's whole program. */
export function serveJobs<Jobs>(jobs: JobFunctions<Jobs>, port: JobPort): void {
  let stopping = new AbortController();
  let ahead = 0;
  let onTaken = (): void => {};

  const work = async (job: string, input: unknown): Promise<void> => {
    stopping = new AbortController();
    ahead = 0;
    const { signal } = stopping;
    const context: JobContext = { onWarning: (warning) => port.send({ warning }), signal };
    const start = (jobs as Readonly<Record<string, Start>>)[job]!;
    const items = start(input, context);
    try {
      port.send({ output: await outputOf(items, signal) });
    } catch (error) {
      port.send({ error: plainError(error) });
    }
  };

  // what a job leaves is cleared up before it answers: whoever has its answer may end the worker, or give it the next job
  const outputOf = async (items: ReturnType<Start>, signal: AbortSignal): Promise<unknown> => {
    try {
      for (;;) {
        const { done, value } = await items.next();
        if (done === true) return value;
        port.send({ item: value });
        if (++ahead >= ITEMS_AHEAD && !signal.aborted) {
          await new Promise<void>((resolve) => (onTaken = resolve));
        }
        if (signal.aborted) throw new AffektError("interrupted", "the work was interrupted");
      }
    } finally {
      await items.return(undefined);
    }
  };

  port.onRequest((request) => {
    if ("job" in request) {
      void work(request.job, request.input);
      return;
    }
    if ("stop" in request) stopping.abort();
    else ahead--;
    onTaken();
  });
}

type Start = (input: unknown, context: JobContext) => AsyncGenerator<unknown, unknown, void>;

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
      for (;;) {
        const { done, value } = await items.next();
        if (done === true) {
          port.send({ output: value });
          return;
        }
        port.send({ item: value });
        if (++ahead >= ITEMS_AHEAD && !signal.aborted) {
          await new Promise<void>((resolve) => (onTaken = resolve));
        }
        if (signal.aborted) throw new AffektError("interrupted", "the work was interrupted");
      }
    } catch (error) {
      port.send({ error: plainError(error) });
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

import { interruption, throwIfAborted } from "./interruption.ts";
import { drain, type JobContext, type JobFunctions, type Pool } from "./pool.ts";

/** A pool that runs jobs on the calling thread, for work that is over before a worker would have started. */
export function inlinePool<Jobs>(
  jobs: JobFunctions<Jobs>,
  onWarning: (message: string) => void = () => {},
): Pool<Jobs> {
  const closing = new AbortController();

  async function* stream(
    job: keyof Jobs,
    input: unknown,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<unknown, unknown, void> {
    const leaving = new AbortController();
    const signals = [closing.signal, leaving.signal, ...(signal === undefined ? [] : [signal])];
    const aborted = AbortSignal.any(signals);
    throwIfAborted(aborted);
    const work = jobs[job] as (
      input: unknown,
      context: JobContext,
    ) => AsyncGenerator<unknown, unknown, void>;
    const items = work(input, { onWarning, signal: aborted });
    try {
      for (;;) {
        const { done, value } = await items.next();
        throwIfAborted(aborted);
        if (done === true) return value;
        yield value;
      }
    } finally {
      leaving.abort(interruption());
      await items.return(undefined);
    }
  }

  const close = async (): Promise<void> => closing.abort(interruption());
  return {
    size: 1,
    run: (job, input, options = {}) =>
      drain(stream(job, input, options), options.onItem as (item: unknown) => void),
    stream,
    close,
    [Symbol.asyncDispose]: close,
  } as Pool<Jobs>;
}

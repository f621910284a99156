/** The error of a job whose worker ended before it: its process was killed, its memory was full, its machine was switched off. */
export class WorkerEndedError extends Error {
  override readonly name = "WorkerEndedError";
}

/** How often a job is run whose workers end before it has given anything. */
export const ATTEMPTS = 3;

/** Runs a job that gives no items, again where its worker ends. */
export async function withAttempts<Output>(run: () => Promise<Output>): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof WorkerEndedError) || attempt === ATTEMPTS) throw error;
    }
  }
}

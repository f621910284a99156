/** The error of a job whose worker ended before it: its process was killed, its memory was full, its machine was switched off. */
export class WorkerEndedError extends Error {
  override readonly name = "WorkerEndedError";
}

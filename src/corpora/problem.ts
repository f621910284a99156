/** A file that could not be used, or not unchanged, with the reason. */
export interface Problem {
  /** The source that holds it, as the user named it. */
  readonly source?: string;
  /** The file; within its source if there is one. */
  readonly path: string;
  readonly reason: string;
}

/** The problem with a file that an error tells, without the file's name in front of the message. */
export function problemOf(path: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return {
    path,
    reason: message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message,
  };
}

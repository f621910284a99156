/** Something that could not be used, and why. */
export interface Refusal {
  readonly file: string;
  readonly reason: string;
}

/** A file that could not be used, with the error's reason less the file's name. */
export function refusalOf(file: string, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return { file, reason: reason.startsWith(`${file}: `) ? reason.slice(file.length + 2) : reason };
}

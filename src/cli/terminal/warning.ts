import { printable } from "./printable.ts";

/** Writes a line to standard error that does not stop the work. */
export function warn(message: string): void {
  process.stderr.write(`warning: ${printable(message)}\n`);
}

/** The most lines of one kind. */
const SHOWN = 10;

/** Writes the first of many warnings of one kind, and how many more there are. */
export function warnAll(messages: readonly string[]): void {
  for (const message of messages.slice(0, SHOWN)) warn(message);
  if (messages.length > SHOWN) warn(`… and ${messages.length - SHOWN} more of that kind`);
}

/** Writes a line of information to standard error. */
export function say(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

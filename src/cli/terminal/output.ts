import { once } from "node:events";
import { printable } from "./printable.ts";

/** Writes text for people to standard output, with a line break. */
export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Writes data as JSON to standard output, on one line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${forTerminal(JSON.stringify(value))}\n`);
}

/** Writes data (CSV, JSON) in parts to standard output, no faster than it is read; as it is, but on a terminal. */
export async function writeData(parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    if (!process.stdout.write(forTerminal(part))) await once(process.stdout, "drain");
  }
}

function forTerminal(text: string): string {
  return process.stdout.isTTY ? printable(text) : text;
}

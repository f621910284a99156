import { createInterface } from "node:readline/promises";
import { AffektError } from "../../errors.ts";

/**
 * Asks a question on a terminal and continues only after a yes. Elsewhere nothing is asked.
 * @throws {AffektError} `interrupted` after any other answer.
 */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    lines.close();
  }
  throw new AffektError("interrupted", "not downloaded");
}

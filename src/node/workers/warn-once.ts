const said = new Set<string>();

/** Writes a line to standard error, unless it was written before. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  process.stderr.write(`affekt: ${message}\n`);
}

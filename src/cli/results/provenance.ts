import { availableParallelism, cpus } from "node:os";
import type { Provenance } from "../../evaluation/result.ts";

/** What makes the results of this process: its command, Node and the machine. */
export function provenance(): Provenance {
  const [processor] = cpus();
  return {
    command: ["affekt", ...process.argv.slice(2).map(quoted)].join(" "),
    versions: { Node: process.versions.node },
    machine: `${processor?.model.trim() ?? process.arch}, ${availableParallelism()} threads, ${process.platform}`,
  };
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import type { Provenance } from "../../evaluation/result.ts";

/** The origin of this process' results: command, Node and machine. */
export function provenance(): Provenance {
  const [processor] = cpus();
  return {
    command: ["affekt", ...process.argv.slice(2).map(quoted)].join(" "),
    versions: { Node: process.versions.node, ...runtimeVersion() },
    machine: `${processor?.model.trim() ?? process.arch}, ${availableParallelism()} threads, ${process.platform}`,
  };
}

/** The version of the native ONNX Runtime, where it is installed. */
function runtimeVersion(): Record<string, string> {
  try {
    const read = createRequire(import.meta.url);
    const { version } = read("onnxruntime-node/package.json") as { version: string };
    return { "ONNX Runtime": version };
  } catch {
    return {};
  }
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

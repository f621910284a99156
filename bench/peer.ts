import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** Runs a program on one core, where the system has `taskset`, and gives back what it printed as JSON and how long it took from start to exit. */
export function runOnOneCore(
  program: string,
  args: readonly string[],
): { readonly result: unknown; readonly seconds: number } {
  const [command, ...rest] = onOneCore(program, args);
  const start = performance.now();
  const result = resultOf(command!, rest);
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** Runs a program with variables added to its environment, and gives back what it printed as JSON. */
export function resultOf(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): unknown {
  const text = execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...variables },
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text) as unknown;
}

/** The command that runs a program on one core, where the system has `taskset`. */
export function onOneCore(program: string, args: readonly string[]): string[] {
  const pinned = spawnSync("taskset", ["--version"]).error === undefined;
  return [...(pinned ? ["taskset", "-c", "0"] : []), program, ...args];
}

/** A process on one core that answers each task with the seconds of processor time that it took. */
export class Half {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(program: string, script: string) {
    const [command, ...args] = onOneCore(program, [script]);
    this.#process = spawn(command!, args, { stdio: ["pipe", "pipe", "ignore"] });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async seconds(task: unknown): Promise<number> {
    this.#process.stdin.write(`${JSON.stringify(task)}\n`);
    return Number((await this.#answers.next()).value);
  }

  close(): void {
    this.#process.stdin.end();
  }
}

/** A script of bench/python. */
export function pythonScript(name: string): string {
  return fileURLToPath(new URL(`python/${name}`, import.meta.url));
}

/** The command line's source. */
export const COMMAND = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A table of aligned columns. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const text = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? cell.toFixed(2) : cell)),
  );
  const widths = text[0]!.map((_, c) => Math.max(...text.map((row) => row[c]!.length)));
  for (const row of text) {
    console.log(
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
        .join("  "),
    );
  }
}

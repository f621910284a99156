import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { runCommandLine } from "./command-line.ts";

/** The script of the command line. */
export const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** How a command went. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process runs with. */
export interface Surroundings {
  /** The cache folder. */
  readonly cache: string;
  /** Further environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  /** The present folder. */
  readonly cwd?: string;
  /** A file descriptor to write to instead of to `Outcome.stdout`. */
  readonly stdout?: number;
  /** Called with the running command, to signal it or to close its pipes. */
  readonly onStart?: (child: ChildProcess) => void | Promise<void>;
}

/** Runs the command line within the test's own process, which saves the start of another one. */
export async function affekt(
  words: readonly string[],
  cache: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  for (const [name, value] of Object.entries({ ...environment, AFFEKT_CACHE: cache })) {
    vi.stubEnv(name, value);
  }
  try {
    const status = await runCommandLine(words);
    return { status, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** Runs the command line from source in a process of its own, as a user does, with pipes where a user has a terminal. */
export async function affektProcess(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Outcome> {
  const {
    cache,
    environment,
    stdin = new Uint8Array(),
    stdout = "pipe",
    cwd,
    onStart,
  } = surroundings;
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, ...environment, AFFEKT_CACHE: cache },
    stdio: ["pipe", stdout, "pipe"],
    cwd,
  });
  child.stdin?.on("error", () => {}); // who does not read it may be gone
  child.stdin?.end(stdin);
  const written = [collect(child.stdout), collect(child.stderr)] as const;
  const [[status]] = await Promise.all([
    once(child, "close") as Promise<[number | null]>,
    onStart?.(child),
  ]);
  return { status, stdout: written[0](), stderr: written[1]() };
}

function collect(stream: Readable | null): () => string {
  const parts: Buffer[] = [];
  stream?.on("data", (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

/** Waits until a process has written a word to standard error, or has closed it. */
export async function hear({ stderr }: ChildProcess, word: string): Promise<void> {
  let text = "";
  for await (const [part] of on(stderr!, "data", { close: ["end"] })) {
    text += String(part);
    if (text.includes(word)) return;
  }
}

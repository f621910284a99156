import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { Connection, requestBytes } from "./http-load.ts";
import { COMMAND } from "./peer.ts";

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** A server in a process group of its own. */
export class ServerProcess {
  readonly name: string;
  readonly port: number;
  readonly #command: readonly string[];
  #child: ChildProcess | undefined;

  constructor(name: string, port: number, command: readonly string[]) {
    this.name = name;
    this.port = port;
    this.#command = command;
  }

  /** `affekt serve` of the built package. */
  static affekt(port: number, words: readonly string[]): ServerProcess {
    const own = ["serve", "--port", String(port), "--quiet", ...words];
    return new ServerProcess("affekt", port, [process.execPath, COMMAND, ...own]);
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const [command = "", ...words] = this.#command;
    const stdio = ["ignore", "ignore", "inherit"] as const;
    this.#child = spawn(command, words, { stdio: [...stdio], detached: true });
    for (let i = 0; i < 3600; i++) {
      const status = await this.ask("GET", "/health").catch(() => undefined);
      if (status?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} does not answer`);
  }

  async ask(
    method: string,
    path: string,
    body?: Uint8Array,
  ): Promise<{ status: number; body: string }> {
    const connection = await Connection.open(this.port);
    const status = await connection.send(requestBytes(method, path, body));
    connection.close();
    return { status, body: connection.body };
  }

  /** Processor time of all its processes so far, in seconds. */
  get cpuSeconds(): number {
    return (
      this.#stats().reduce((sum, stat) => sum + Number(stat[11]) + Number(stat[12]), 0) /
      TICKS_PER_SECOND
    );
  }

  /** Resident memory of all its processes, in MB. */
  get residentMegabytes(): number {
    return this.#stats().reduce((sum, stat) => sum + Number(stat[21]), 0) * (PAGE_BYTES / 1e6);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined) return;
    process.kill(-child.pid, "SIGKILL");
    await once(child, "exit");
  }

  /** The fields of /proc/PID/stat from the state on, of the processes in the group. */
  #stats(): string[][] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/stat`, "utf8")
            .replace(/^.*\) /s, "")
            .split(" ");
        } catch {
          return []; // it has ended
        }
      })
      .filter((stat) => Number(stat[2]) === this.#child?.pid);
  }
}

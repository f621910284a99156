import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether there is a Redis to test with. */
export const HAS_REDIS = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of a test's own. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a Redis on a free port. */
export async function startRedis(...options: string[]): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "affekt-redis-"));
  const words = ["--port", String(port), "--save", "", "--dir", folder, ...options];
  const child = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  while (!said.includes("Ready to accept connections")) {
    const [part] = (await once(child.stdout, "data")) as [Buffer];
    said += String(part);
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    process: child,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

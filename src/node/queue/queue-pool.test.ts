import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPoolContract } from "../../parallel/pool.contract.fixture.ts";
import type { WorkerPool } from "../../parallel/worker-pool.ts";
import type { TestJobs } from "../../parallel/test-jobs.fixture.ts";
import { VERSION } from "../../version.ts";
import { startThread } from "../workers/thread.ts";
import { openQueuePool } from "./queue-pool.ts";
import { LOCK_MILLISECONDS, type QueueWorker, serveQueue } from "./queue-worker.ts";
import { connectRedis } from "./redis.ts";
import { freePort, HAS_REDIS, startRedis, type TestRedis } from "./redis.fixture.ts";
import { folderStore } from "./folder-store.ts";

interface ServeOptions {
  readonly queue?: string;
  readonly version?: string;
}

describe.skipIf(!HAS_REDIS)("jobs over Redis", () => {
  let redis: TestRedis;
  let worker: QueueWorker;
  let begun = 0;

  beforeAll(async () => {
    redis = await startRedis("--maxmemory-policy", "noeviction");
    worker = await serve();
  });

  afterAll(async () => {
    await worker.close();
    await redis.stop();
  });

  const store = () => folderStore(join(redis.folder, "shared"));

  function serve({ queue = "test", version }: ServeOptions = {}): Promise<QueueWorker> {
    return serveQueue({
      url: redis.url,
      queue,
      store: store(),
      jobs: 2,
      onJob: (_, state) => void (begun += state === "begins" ? 1 : 0),
      start: () => startThread(new URL("../workers/test-worker.fixture.ts", import.meta.url)),
      ...(version !== undefined && { version }),
    });
  }

  function open(
    size: number | undefined,
    onWarning: (message: string) => void = () => {},
  ): Promise<WorkerPool<TestJobs>> {
    return openQueuePool<TestJobs>({
      url: redis.url,
      queue: "test",
      store: store(),
      size,
      onWarning,
    });
  }

  testPoolContract("a queue in Redis", (size, onWarning) => open(size, onWarning));

  test("runs as many jobs at once as the workers do", async () => {
    await using pool = await open(undefined);
    expect([pool.size, pool.isRemote]).toEqual([2, true]);
  });

  test("two callers get their own results from the same workers", async () => {
    await using first = await open(2);
    await using second = await open(2);
    const outputs = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => (n % 2 === 0 ? first : second).run("double", n)),
    );
    expect(outputs).toEqual([2, 4, 6, 8, 10, 12]);
  });

  test(
    "locks are renewed while jobs take all of their threads' time, so none is run twice",
    { timeout: 30_000 },
    async () => {
      await using pool = await open(2);
      const before = begun;
      await Promise.all([0, 1].map(() => pool.run("block", 1.5 * LOCK_MILLISECONDS)));
      expect(begun - before).toBe(2);
    },
  );

  test("workers that come later are used, too", { timeout: 30_000 }, async () => {
    await using pool = await open(undefined);
    const later = await serve();
    while (pool.size < 4) await pool.resized();
    await later.close();
    while (pool.size > 2) await pool.resized();
    expect(await pool.run("double", 1)).toBe(2);
  });

  test("a worker that is ended lets a computation end, and stops what waits", async () => {
    await using pool = await openQueuePool<TestJobs>({
      url: redis.url,
      queue: "ended",
      store: store(),
      size: 2,
      onWarning: () => {},
    });
    const only = await serve({ queue: "ended" });
    const before = begun;
    const block = pool.run("block", 2000);
    const wait = pool.run("wait", undefined);
    const ends = Promise.allSettled([block, wait]);
    while (begun < before + 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await only.close();
    expect(await ends).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { name: "WorkerEndedError", message: "a worker was ended" } },
    ]);
  });

  test("a worker of another version is refused, with both named", async () => {
    await expect(serve({ version: "9.9.9" })).rejects.toMatchObject({
      code: "mismatch",
      message: `the queue test is used by Affekt ${VERSION}, this is 9.9.9; install the same version everywhere, or take another --queue`,
    });
  });
});

describe("no Redis", () => {
  test("at an address, or at what is none", async () => {
    const port = await freePort();
    await expect(connectRedis(`redis://:secret@127.0.0.1:${port}`)).rejects.toMatchObject({
      code: "network",
      message: expect.stringMatching(
        new RegExp(`^no Redis at redis://127.0.0.1:${port}: .*ECONNREFUSED`),
      ) as string,
    });
    await expect(connectRedis("localhost:6379")).rejects.toMatchObject({
      code: "invalid-argument",
    });
  });

  test.skipIf(!HAS_REDIS)("that takes the password", async () => {
    const redis = await startRedis("--requirepass", "secret");
    const address = `127.0.0.1:${redis.port}`;
    await expect(connectRedis(`redis://${address}`)).rejects.toThrow(
      `no Redis at redis://${address}: it asks for a password; give redis://:password@host`,
    );
    await expect(connectRedis(`redis://:wrong@${address}`)).rejects.toThrow(
      `no Redis at redis://${address}: the password is wrong`,
    );
    const connection = await connectRedis(`redis://:secret@${address}`);
    expect(await connection.ping()).toBe("PONG");
    connection.disconnect();
    await redis.stop();
  });
});

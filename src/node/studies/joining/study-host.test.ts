import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TestJobs } from "../../../parallel/test-jobs.fixture.ts";
import { WorkerEndedError } from "../../../parallel/worker-ended.ts";
import { type WorkerPool, workerPool } from "../../../parallel/worker-pool.ts";
import { StudyFile } from "../study-file.ts";
import { helpStudy } from "./help-study.ts";
import { Participant } from "./participant.fixture.ts";
import { StudyHost } from "./study-host.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "affekt-host-"));
  file = join(folder, "study.sqlite");
  vi.stubEnv("AFFEKT_CACHE", folder);
  return () => vi.unstubAllEnvs();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A pool that has only the workers that join. */
function joinedPool(): WorkerPool<TestJobs> {
  const start = (): never => {
    throw new Error("no worker of its own");
  };
  return workerPool<TestJobs>({ size: 0, start, onWarning: () => {} });
}

test("a suspended process loses its job to another one, and does not keep the study from ending", async () => {
  using study = StudyFile.open(file);
  study.setFact("identity", "same");
  const pool = joinedPool();
  const host = (await StudyHost.open(file, pool, { beatMilliseconds: 200 }))!;
  const helper = async (): Promise<Participant> => {
    const one = new Participant(file, { trials: 1, workers: 1 });
    while (pool.size === 0) await pool.resized();
    return one;
  };
  const first = await helper();
  expect(await pool.run("double", 1)).toBe(2);
  first.child.kill("SIGSTOP");
  await expect(pool.run("double", 2)).rejects.toBeInstanceOf(WorkerEndedError);
  expect(pool.size).toBe(0);
  first.child.kill("SIGKILL");
  await first.end;

  const second = await helper();
  expect(await pool.run("double", 2)).toBe(4);
  second.child.kill("SIGSTOP");
  host.complete();
  await host[Symbol.asyncDispose]();
  second.child.kill("SIGCONT");
  await second.end;
  expect([second.child.exitCode, second.text]).toEqual([0, "joins\n1 jobs\n"]);
  await pool.close();
});

const header = (length: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
};

test.each([
  ["another protocol", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ["a length beyond all messages", header(2 ** 32 - 1)],
  ["bytes that are no value", Buffer.concat([header(5), Buffer.from("stray")])],
  ["a value that is no message", Buffer.concat([header(serialize(1).length), serialize(1)])],
])("who sends %s is cut off", async (_what, bytes) => {
  const pool = joinedPool();
  await using _ = await StudyHost.open(file, pool);
  const stray = connect(`${file}-socket`);
  stray.resume();
  await once(stray, "connect");
  while (pool.size === 0) await pool.resized();
  stray.write(bytes);
  await once(stray, "close");
  while (pool.size === 1) await pool.resized();
  expect(pool.size).toBe(0);
});

test("a message may come in any parts", async () => {
  const pool = joinedPool();
  await using _ = await StudyHost.open(file, pool);
  const socket = connect(`${file}-socket`);
  socket.resume();
  const output = new Uint8Array(3_000_000).fill(9);
  const content = serialize({ output });
  const ended = pool.run("double", 1);
  const message = Buffer.concat([header(content.length), content]);
  for (const [from, to] of [
    [0, 1],
    [1, 3],
    [3, 100],
    [100, 2_000_000],
    [2_000_000, undefined],
  ]) {
    socket.write(message.subarray(from, to));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(Buffer.from((await ended) as unknown as Uint8Array).equals(output)).toBe(true);
  socket.destroy();
});

test("only this user may join", async () => {
  await using _ = await StudyHost.open(file, joinedPool());
  expect(statSync(`${file}-socket`).mode & 0o777).toBe(0o600);
});

test("another user's process is not worked for", async () => {
  await using _ = await StudyHost.open(file, joinedPool());
  const getuid = vi.spyOn(process, "getuid").mockReturnValue(1234);
  const helping = helpStudy(file, {
    jobs: 1,
    start: () => expect.unreachable(),
    signal: new AbortController().signal,
    onFound: () => expect.unreachable(),
  });
  await expect(helping).rejects.toMatchObject({
    code: "cannot-write",
    message: `${file}: a process of another user works on this study; wait until it ends, or take another file`,
  });
  getuid.mockRestore();
});

test.each([
  ["file", (path: string) => writeFileSync(path, "mine")],
  ["folder", (path: string) => mkdirSync(path)],
])("a %s of the socket's name is left alone", async (_, make) => {
  make(`${file}-socket`);
  await expect(StudyHost.open(file, joinedPool())).rejects.toMatchObject({
    code: "cannot-write",
    message: `cannot write ${file}-socket, where other processes would join: something else is there; move it away`,
  });
  expect(statSync(`${file}-socket`).isSocket()).toBe(false);
});

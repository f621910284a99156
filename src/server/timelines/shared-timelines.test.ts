import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import { affekt, MAIN } from "../../cli/command-line.fixture.ts";
import { corpus, putFiles } from "../../cli/recordings.fixture.ts";
import { speechSignal } from "../../features/speech.fixture.ts";
import { connectRedis } from "../../node/queue/redis.ts";
import { freePort, HAS_REDIS, startRedis, type TestRedis } from "../../node/queue/redis.fixture.ts";
import { complete } from "../../options/check.ts";
import { Refusal } from "../refusal.ts";
import { SERVER_OPTIONS } from "../server-options.ts";
import { startServer } from "../start-server.ts";
import { TimelineRecords } from "./timeline-records.ts";
import { UploadFolder } from "./upload-folder.ts";

interface Status {
  readonly id: string;
  readonly status: string;
  readonly seconds: number;
  readonly error?: { readonly code: string };
}

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
}

describe.skipIf(!HAS_REDIS)("servers that share timelines", () => {
  let folder: string;
  let modelFile: string;
  let redis: TestRedis;
  let talk: Uint8Array;
  const servers: Server[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "affekt-shared-timelines-"));
    const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
    modelFile = join(folder, "tones.onnx");
    const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile];
    await affekt(words, join(folder, "cache"));
    const speech = speechSignal();
    const samples = new Float32Array(60 * speech.length);
    for (let i = 0; i < 60; i++) samples.set(speech, i * speech.length);
    talk = encodeWav({ channels: [samples], sampleRate: 22_050 });
    redis = await startRedis("--maxmemory-policy", "noeviction");
  }, 60_000);

  afterEach(() => {
    for (const { process } of servers.splice(0)) process.kill("SIGKILL");
  });

  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const shared = (): string => join(folder, "shared");

  async function start(queue: string): Promise<Server> {
    const place = ["--redis", redis.url, "--store", shared(), "--queue", queue];
    const words = ["serve", "--port", "0", "--jobs", "1", "--quiet", "--model", modelFile];
    const child = spawn(process.execPath, [MAIN, ...words, ...place], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    while (!said.includes("\n")) said += String((await once(child.stdout, "data"))[0]);
    const server = { url: said.replace("listening on ", "").trim(), process: child };
    servers.push(server);
    return server;
  }

  /** Asks for a timeline that takes some seconds; gives its address. */
  async function ask({ url }: Server, body = talk): Promise<string> {
    const query = "windowSeconds=2&hopSeconds=0.1";
    const answer = await fetch(`${url}/v1/timeline?${query}`, {
      method: "POST",
      body: Buffer.from(body),
    });
    expect(answer.status).toBe(202);
    return answer.headers.get("location")!;
  }

  async function statusOf({ url }: Server, place: string): Promise<Status> {
    return (await (await fetch(url + place)).json()) as Status;
  }

  async function resultOf({ url }: Server, place: string): Promise<object> {
    const answer = await fetch(`${url}${place}/result`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as object;
  }

  async function settled(server: Server, place: string): Promise<void> {
    await expect
      .poll(async () => (await statusOf(server, place)).status, { timeout: 200_000 })
      .toBe("done");
  }

  async function keysOf(queue: string): Promise<string[]> {
    const connection = await connectRedis(redis.url);
    const keys = await connection.keys(`${queue}:*`);
    connection.disconnect();
    return keys;
  }

  test(
    "a server that is killed loses no job; any server answers; nothing is left",
    { timeout: 300_000 },
    async () => {
      const [first, second] = [await start("killed"), await start("killed")];
      // one job a server: the second job is made by the server that was not asked
      const places = [await ask(first), await ask(first)];
      const all = (server: Server) => Promise.all(places.map((one) => statusOf(server, one)));
      await expect
        .poll(async () => (await all(second)).map(({ status }) => status), { timeout: 100_000 })
        .toEqual(["running", "running"]);
      await expect
        .poll(async () => Math.min(...(await all(second)).map(({ seconds }) => seconds)), {
          timeout: 100_000,
        })
        .toBeGreaterThan(0);
      expect(readdirSync(join(shared(), "timelines"))).toHaveLength(2);
      first.process.kill("SIGKILL");
      for (const place of places) await settled(second, place);
      const [one, other] = await Promise.all(places.map((place) => resultOf(second, place)));
      expect(one).toEqual(other);
      expect(readdirSync(join(shared(), "timelines"))).toEqual([]);
      for (const place of places) await fetch(second.url + place, { method: "DELETE" });
      expect(await keysOf("killed")).toEqual([]);
    },
  );

  test("a server that ends gives its job to the next one", { timeout: 300_000 }, async () => {
    const first = await start("ended");
    const place = await ask(first);
    await expect
      .poll(async () => (await statusOf(first, place)).status, { timeout: 100_000 })
      .toBe("running");
    first.process.kill("SIGTERM");
    expect(await once(first.process, "exit")).toEqual([0, null]);
    const second = await start("ended");
    await settled(second, place);
    expect(await resultOf(second, place)).toMatchObject({ recording: "recording" });
  });

  test("a job that fails says so anywhere; a deleted one ends", { timeout: 300_000 }, async () => {
    const [first, second] = [await start("failed"), await start("failed")];
    const place = await ask(first, Buffer.from("hello"));
    await expect
      .poll(async () => statusOf(second, place), { timeout: 100_000 })
      .toMatchObject({ status: "failed", error: { code: "unreadable" } });
    expect((await fetch(`${second.url}${place}/result`)).status).toBe(422);
    await fetch(second.url + place, { method: "DELETE" });
    const long = await ask(first);
    expect((await fetch(`${first.url}${long}/result`)).status).toBe(409);
    expect((await fetch(second.url + long, { method: "DELETE" })).status).toBe(204);
    expect((await fetch(first.url + long)).status).toBe(404);
    await expect
      .poll(() => readdirSync(join(shared(), "timelines")), { timeout: 100_000 })
      .toEqual([]);
    expect(await keysOf("failed")).toEqual([]);
  });

  test("a job that Redis refuses to record is made later", { timeout: 200_000 }, async () => {
    const own = await startRedis();
    const server = await startServer(complete(SERVER_OPTIONS, { port: 0 }, "serve"), {
      models: [modelFile],
      jobs: 1,
      shared: { url: own.url, queue: "refused", folder: join(folder, "refused") },
      log: () => {},
    });
    const asked = { url: server.url, process: own.process };
    // the queue's scripts are in Redis after the first job; records are changed by a script that is sent each time
    await settled(asked, await ask(asked, talk.slice(0, 200_044)));
    const admin = await connectRedis(own.url);
    await admin.call("ACL", "SETUSER", "default", "-eval");
    const place = await ask(asked, talk.slice(0, 200_044));
    const denials = async () => (await admin.call("ACL", "LOG")) as unknown[];
    await expect.poll(async () => (await denials()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await statusOf(asked, place)).toMatchObject({ status: "waiting" });
    await admin.call("ACL", "SETUSER", "default", "+eval");
    await settled(asked, place);
    admin.disconnect();
    await server.close();
    await own.stop();
  });

  test("an outcome stays", async () => {
    const connection = await connectRedis(redis.url);
    const records = new TimelineRecords(connection, "outcome");
    await records.create("one", undefined, 1);
    expect(await records.begin("one")).toBe(1);
    await records.fail("one", new Refusal(422, "unreadable", "no sound"), 60);
    await records.update("one", { seconds: 5 });
    expect(await records.begin("one")).toBe(0);
    await records.fail("one", new Refusal(500, "internal", "later"), 60);
    expect(await records.get("one", undefined)).toMatchObject({
      status: "failed",
      seconds: 0,
      failure: { code: "unreadable" },
    });
    connection.disconnect();
  });

  test("a Redis that does not answer is said, and predictions go on", async () => {
    const own = await startRedis();
    const settings = complete(SERVER_OPTIONS, { port: 0 }, "serve");
    const server = await startServer(settings, {
      models: [modelFile],
      jobs: 1,
      shared: { url: own.url, queue: "gone", folder: join(folder, "gone") },
      log: () => {},
    });
    own.process.kill("SIGSTOP");
    const body = Buffer.from(talk.slice(0, 200_044));
    const answer = await fetch(`${server.url}/v1/timeline`, { method: "POST", body });
    expect(answer.status).toBe(503);
    expect((await fetch(`${server.url}/v1/predict`, { method: "POST", body })).status).toBe(200);
    own.process.kill("SIGCONT");
    await server.close();
    await own.stop();
  });
});

test("no server starts where no Redis is", async () => {
  const settings = complete(SERVER_OPTIONS, { port: 0 }, "serve");
  const url = `redis://127.0.0.1:${await freePort()}`;
  const shared = { url, queue: "none", folder: tmpdir() };
  await expect(
    startServer(settings, { models: ["default"], shared, log: () => {} }),
  ).rejects.toMatchObject({ code: "network" });
});

test("what dead servers have left is swept", async () => {
  const folder = await mkdtemp(join(tmpdir(), "affekt-uploads-"));
  const uploads = new UploadFolder(folder);
  await uploads.put("old", Uint8Array.of(1));
  await uploads.put("new", Uint8Array.of(2));
  await writeFile(join(folder, "half.tmp"), "");
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of ["old", "half.tmp"]) await utimes(join(folder, name), hourAgo, hourAgo);
  await uploads.sweep(1800);
  expect(readdirSync(folder)).toEqual(["new"]);
  await rm(folder, { recursive: true });
});

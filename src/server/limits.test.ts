import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { affekt } from "../cli/command-line.fixture.ts";
import { clip, corpus, putFiles } from "../cli/recordings.fixture.ts";
import { complete } from "../options/check.ts";
import { SERVER_OPTIONS } from "./server-options.ts";
import { type RunningServer, startServer } from "./start-server.ts";

let folder: string;
let modelFile: string;
let server: RunningServer | undefined;
const sockets: { destroy(): void }[] = [];
const wav = clip(1, 4, 1, 1.5);
const UPLOADS = ["/v1/predict", "/v1/timeline"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-limits-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  modelFile = join(folder, "tones.onnx");
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile];
  await affekt(words, join(folder, "cache"));
}, 60_000);

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function start(settings: object): Promise<string> {
  server = await startServer(complete(SERVER_OPTIONS, { port: 0, ...settings }, "serve"), {
    models: [modelFile],
    jobs: 1,
    log: () => {},
  });
  return server.url;
}

function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}); // the server may close while it is written to
  sockets.push(socket);
  return socket;
}

/** What a server says on a connection until it closes it. */
async function heard(socket: Socket): Promise<string> {
  let answer = "";
  socket.on("data", (data) => (answer += String(data)));
  await new Promise((resolve) => socket.once("close", resolve));
  return answer;
}

async function isWell(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/predict`, { method: "POST", body: Buffer.from(wav) });
  return answer.status === 200;
}

describe.each(UPLOADS)("an upload to %s", (path) => {
  test("of 2 GB is refused at once where it is announced", async () => {
    const url = await start({ maxMegabytes: 5 });
    const socket = open(url);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2000000000\r\n\r\n`);
    const answer = await heard(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"too-large".*larger than 5 MB/s);
    expect(await isWell(url)).toBe(true);
  });

  test("of 2 GB is cut off soon after the limit where it is not, and takes no memory", async () => {
    const url = await start({ maxMegabytes: 5 });
    const before = process.memoryUsage().rss;
    const socket = open(url);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n`);
    const piece = Buffer.concat([
      Buffer.from(`${(1e6).toString(16)}\r\n`),
      Buffer.alloc(1e6),
      Buffer.from("\r\n"),
    ]);
    const answer = heard(socket);
    let sent = 0;
    while (!socket.destroyed && sent < 2000) {
      sent++;
      if (!socket.write(piece)) await Promise.race([once(socket, "drain").catch(() => {}), answer]);
    }
    expect(await answer).toMatch(/^(HTTP\/1\.1 413 .*"too-large"|$)/s);
    expect(sent).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(3e8);
    expect(await isWell(url)).toBe(true);
  });

  test("that stops, or comes byte by byte, ends in time", async () => {
    const url = await start({ timeoutSeconds: 1 });
    const [still, slow] = [open(url), open(url)];
    for (const socket of [still, slow]) {
      socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nRIFF`);
    }
    const trickle = setInterval(() => slow.write("x"), 100);
    const answers = await Promise.all([heard(still), heard(slow)]);
    clearInterval(trickle);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 .*"timeout"/s);
  });

  test("is refused where all uploads at once take too much memory", async () => {
    const url = await start({ maxTotalMegabytes: 0.02 });
    const answer = await fetch(url + path, { method: "POST", body: Buffer.from(wav) });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
    const short = Buffer.from(clip(1, 4, 1, 0.5));
    expect((await fetch(url + path, { method: "POST", body: short })).ok).toBe(true);
  });

  test("that breaks off leaves nothing", async () => {
    const url = await start({});
    const socket = open(url);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nRIFF`);
    const held = async () =>
      /affekt_upload_bytes (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    await expect.poll(held).toBe("4");
    socket.destroy();
    await expect.poll(held).toBe("0");
  });
});

describe("a timeline", () => {
  async function outcome(url: string): Promise<unknown> {
    const body = Buffer.from(clip(1, 4, 1, 120));
    const answer = await fetch(`${url}/v1/timeline?windowSeconds=1&hopSeconds=0.1`, {
      method: "POST",
      body,
    });
    const place = url + answer.headers.get("location")!;
    await expect
      .poll(async () => ((await (await fetch(place)).json()) as { status: string }).status, {
        timeout: 60_000,
      })
      .toMatch(/^(failed|done)$/);
    return (await fetch(`${place}/result`)).json();
  }

  test("of a recording that is too long fails", async () => {
    expect(await outcome(await start({ maxSeconds: 20 }))).toMatchObject({
      error: { code: "too-long", message: expect.stringContaining("longer than 20 s") as string },
    });
  });

  test("that takes too long ends", async () => {
    expect(await outcome(await start({ maxJobSeconds: 0.001 }))).toMatchObject({
      error: { code: "too-long", message: expect.stringContaining("takes longer than") as string },
    });
  });
});

describe("a client", () => {
  test("whose headers do not come is cut off", async () => {
    const url = await start({ timeoutSeconds: 1 });
    const socket = open(url);
    socket.write("GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test.each([
    ["no HTTP", "\u0016\u0003\u0001hello\r\n\r\n", 400],
    [
      "a chunk of no length",
      "POST /v1/predict HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
      400,
    ],
    [
      "huge headers",
      `GET /health HTTP/1.1\r\nhost: localhost\r\nx-huge: ${"x".repeat(40_000)}\r\n\r\n`,
      431,
    ],
    [
      "an upgrade to what there is not",
      "GET /nothing HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n\r\n",
      404,
    ],
  ])("that sends %s is refused", async (_, request, status) => {
    const url = await start({});
    const socket = open(url);
    socket.write(request);
    expect(await heard(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await isWell(url)).toBe(true);
  });
});

describe("a streaming session", () => {
  async function session(url: string, onText = (_: string): void => {}): Promise<WebSocket> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/v1/stream`);
    sockets.push({ destroy: () => socket.terminate() });
    socket.on("message", (data) => onText((data as Buffer).toString()));
    await once(socket, "open");
    return socket;
  }

  /** The raw connection below a session, for frames that no client makes. */
  // oxlint-disable-next-line no-underscore-dangle
  const raw = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

  test("that is silent ends", async () => {
    const messages: string[] = [];
    const url = await start({ timeoutSeconds: 0.5 });
    const socket = await session(url, (text) => messages.push(text));
    const [code] = (await once(socket, "close")) as [number];
    expect(code).toBe(1000);
    expect(messages.map((text) => JSON.parse(text) as object)).toMatchObject([
      { type: "session.created" },
      { type: "error", code: "timeout" },
      { type: "session.ended" },
    ]);
  });

  test.each([
    ["without a mask", [0x82, 0x02, 0, 0], 1002],
    ["of an unknown kind", [0x83, 0x80, 0, 0, 0, 0], 1002],
    ["with reserved bits", [0xf2, 0x80, 0, 0, 0, 0], 1002],
    ["of text that is none", [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
    ["that announces 4 GB", [0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1009],
  ])("with a frame %s is closed, and the server goes on", async (_, bytes, code) => {
    const url = await start({});
    const socket = await session(url);
    raw(socket).write(Uint8Array.from(bytes));
    expect((await once(socket, "close"))[0]).toBe(code);
    expect(await isWell(url)).toBe(true);
  });

  test(
    "faster than it can be computed waits, and takes no memory",
    { timeout: 60_000 },
    async () => {
      // that it is not read is no silence of its
      const told: string[] = [];
      const url = await start({ timeoutSeconds: 1.5 });
      const socket = await session(url, (text) => told.push(text));
      socket.send(
        JSON.stringify({
          type: "session.update",
          windowSeconds: 10,
          hopSeconds: 0.1,
          minSpeech: 0,
        }),
      );
      const frame = Buffer.from(clip(1, 4, 1, 30)).subarray(44);
      const before = process.memoryUsage().rss;
      for (let i = 0; i < 100; i++) socket.send(frame);
      await delay(4000);
      expect(socket.bufferedAmount).toBeGreaterThan(0);
      expect(told.filter((text) => text.includes('"error"'))).toEqual([]);
      expect(process.memoryUsage().rss - before).toBeLessThan(3e8);
    },
  );
});

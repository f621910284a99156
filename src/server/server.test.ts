import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { affekt } from "../cli/command-line.fixture.ts";
import { clip, corpus, putFiles, silence } from "../cli/recordings.fixture.ts";
import { webPageFiles } from "../node/web-page.ts";
import { complete } from "../options/check.ts";
import { isLoopback } from "./access/access.ts";
import { hashOfKey, newApiKey, parseKeyHashes } from "./access/api-keys.ts";
import { type LogEntry, logLine } from "./request-log.ts";
import { SERVER_OPTIONS } from "./server-options.ts";
import { type RunningServer, startServer } from "./start-server.ts";

let folder: string;
let modelFile: string;
const wav = clip(1, 4, 1, 1.5);
let server: RunningServer | undefined;
let log: LogEntry[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-server-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  modelFile = join(folder, "tones.onnx");
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile];
  await affekt(words, join(folder, "cache"));
  await writeFile(join(folder, "hello.wav"), wav);
}, 60_000);

afterEach(async () => {
  await server?.close();
  server = undefined;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function start(settings: object = {}, keyHashes?: ReadonlySet<string>): Promise<string> {
  log = [];
  server = await startServer(complete(SERVER_OPTIONS, { port: 0, ...settings }, "serve"), {
    models: [modelFile],
    jobs: 1,
    keyHashes,
    log: (entry) => log.push(entry),
  });
  return server.url;
}

function upload(url: string, body: Uint8Array, headers: Record<string, string> = {}) {
  return fetch(`${url}/v1/predict`, { method: "POST", body: Buffer.from(body), headers });
}

async function codeOf(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { error: { code: string; requestId: string } };
  expect(error.requestId).toBe(response.headers.get("x-request-id"));
  return [response.status, error.code];
}

test.skipIf(webPageFiles().size === 0)(
  "serves the web page at /, without a key and with a strict policy (npm run build makes it)",
  async () => {
    const url = await start({}, new Set([hashOfKey(newApiKey())]));
    const answer = await fetch(url, { headers: { "accept-encoding": "gzip" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const policy = answer.headers.get("content-security-policy")!;
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(await answer.text())![1]!;
    const asset = await fetch(url + script);
    expect(asset.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    await asset.arrayBuffer();
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
    expect(await codeOf(await fetch(`${url}/nothing`))).toEqual([404, "not-found"]);
  },
);

describe("POST /v1/predict", () => {
  test("answers with what affekt predict --json prints, for a body and for a form", async () => {
    const url = await start();
    const file = join(folder, "hello.wav");
    const { stdout } = await affekt(["predict", modelFile, file, "--json"], join(folder, "cache"));
    const { predictions, failed } = JSON.parse(stdout) as { predictions: object[]; failed: [] };
    const body = (await (await upload(url, wav)).json()) as object;
    expect(body).toEqual({
      predictions: [{ ...predictions[0], file: "recording" }],
      failed,
      warnings: [],
    });
    const form = new FormData();
    form.set("file", new File([Buffer.from(wav)], "C:\\me\\hello.wav"));
    const answer = await fetch(`${url}/v1/predict?top=1&model=tones`, {
      method: "POST",
      body: form,
    });
    expect(await answer.json()).toMatchObject({
      predictions: [{ file: "hello.wav", probabilities: [{}] }],
    });
  });

  test("windows", async () => {
    const url = await start();
    const answer = await fetch(`${url}/v1/predict?window=0.5`, {
      method: "POST",
      body: Buffer.from(wav),
    });
    const { predictions } = (await answer.json()) as { predictions: { startSeconds: number }[] };
    expect(predictions.map(({ startSeconds }) => startSeconds)).toEqual([0, 0.5, 1]);
  });

  test.each([
    ["an empty body", new Uint8Array(), 400, "invalid-argument"],
    ["text", Buffer.from("hello"), 422, "unreadable"],
    ["silence", silence(1), 422, "silent"],
    ["a moment", clip(1, 1, 1, 0.02), 422, "too-short"],
    ["a recording over the limit", clip(1, 1, 1, 4), 413, "too-long"],
    ["an upload over the limit", new Uint8Array(200_001), 413, "too-large"],
  ])("refuses %s", async (_, body, status, code) => {
    const url = await start({ maxMegabytes: 0.2, maxSeconds: 3 });
    expect(await codeOf(await upload(url, body))).toEqual([status, code]);
  });

  test.each([
    ["tp=1", 400, "invalid-argument"],
    ["top=many", 400, "invalid-argument"],
    ["hop=1", 400, "invalid-argument"],
    ["top=1&top=2", 400, "invalid-argument"],
    ["model=other", 404, "not-found"],
  ])("refuses the query %s", async (query, status, code) => {
    const url = await start();
    const answer = await fetch(`${url}/v1/predict?${query}`, {
      method: "POST",
      body: Buffer.from(wav),
    });
    expect(await codeOf(answer)).toEqual([status, code]);
  });

  test("an upload of unknown length ends at the limit; a body that stops ends in time", async () => {
    const url = await start({ maxMegabytes: 0.2, timeoutSeconds: 1 });
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(50_000)),
    });
    const request = { method: "POST", body: endless, duplex: "half" } as const;
    const outcome = await fetch(`${url}/v1/predict`, request).then(codeOf, () => "cut off");
    expect([[413, "too-large"], "cut off"]).toContainEqual(outcome);

    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(
      "POST /v1/predict HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nRIFF",
    );
    let answer = "";
    socket.on("data", (data) => (answer += String(data)));
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }, 20_000);

  test("refuses more predictions than may wait, and answers the others", async () => {
    const url = await start({ maxWaiting: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(url, wav)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses.slice(0, 2)).toEqual([200, 200]);
    expect(statuses.at(-1)).toBe(503);
    expect(answers.find(({ status }) => status === 503)!.headers.get("retry-after")).toBe("1");
  });
});

describe("access", () => {
  test("a server with keys answers to them alone, by any of the headers", async () => {
    const key = newApiKey();
    const url = await start({}, parseKeyHashes(`${hashOfKey(key)} # mine\n`, "keys"));
    expect(await codeOf(await upload(url, wav))).toEqual([401, "unauthorized"]);
    expect(await codeOf(await upload(url, wav, { "x-api-key": `${key}x` }))).toEqual([
      401,
      "unauthorized",
    ]);
    expect((await upload(url, wav, { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await upload(url, wav, { "x-api-key": key })).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
  });

  test("another address than this machine's needs keys", async () => {
    await expect(start({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "invalid-argument" });
    expect(["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "10.0.0.1", "example.com", ""].some(isLoopback)).toBe(false);
  });

  test.each(["", "# none\n", "abc\n", `${"0".repeat(63)}g\n`])("refuses the keys %j", (text) => {
    expect(() => parseKeyHashes(text, "keys.txt")).toThrow(/^keys\.txt/);
  });

  test("pages from elsewhere are refused unless their origin is allowed", async () => {
    const url = await start({ origins: ["https://friend.example"] });
    const from = (origin: string) => fetch(`${url}/v1/models`, { headers: { origin } });
    expect(await codeOf(await from("https://other.example"))).toEqual([403, "forbidden"]);
    expect((await from(url)).status).toBe(200);
    const friend = await from("https://friend.example");
    expect(friend.headers.get("access-control-allow-origin")).toBe("https://friend.example");
    const preflight = await fetch(`${url}/v1/predict`, {
      method: "OPTIONS",
      headers: { origin: "https://friend.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
  });

  test("a name of elsewhere that leads here is refused", async () => {
    const url = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write("GET /v1/models HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
    let answer = "";
    socket.on("data", (data) => (answer += String(data)));
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test("a rate limit", async () => {
    const url = await start({ rateLimit: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${url}/v1/models`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test("a request counts once, also where endpoints share a path", async () => {
    const url = await start({ rateLimit: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i++) {
      statuses.push((await fetch(`${url}/v1/timeline/none`, { method: "DELETE" })).status);
    }
    expect(statuses).toEqual([404, 404, 429]);
  });
});

describe("what it tells", () => {
  test("models, metrics, readiness, the OpenAPI document and its page", async () => {
    const url = await start();
    await upload(url, wav);
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({
      models: [{ name: "tones", features: "classic-180", labels: expect.any(Array) }],
    });
    expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: "ready" });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('affekt_predictions_total{model="tones",outcome="ok"} 1');
    expect(metrics).toContain('affekt_audio_seconds_total{model="tones"} 1.5');
    expect(metrics).toMatch(/route="\/v1\/predict",status="200"\} 1/);
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
      paths: Record<string, { post?: { parameters: { name: string; schema: object }[] } }>;
    };
    const { parameters } = document.paths["/v1/predict"]!.post!;
    expect(parameters.find(({ name }) => name === "top")!.schema).toEqual({
      type: "integer",
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
    });
    const page = await (await fetch(`${url}/docs`)).text();
    for (const path of Object.keys(document.paths)) {
      expect(page).toContain(path.replaceAll(/\{(\w+)\}/g, ":$1"));
    }
  });

  test("requests are logged without names and audio; a fault says nothing of itself", async () => {
    const url = await start();
    await upload(url, wav);
    expect(log).toMatchObject([{ method: "POST", route: "/v1/predict", status: 200 }]);
    const fault = new Error("secret");
    const entry = { requestId: "1", method: "GET", route: "/", status: 500, seconds: 1, fault };
    expect(JSON.parse(logLine(entry))).toMatchObject({ level: "error", code: "internal" });
  });

  test("an upload that breaks off is the client's fault", async () => {
    const url = await start();
    const held = async () => (await fetch(`${url}/metrics`)).text();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write("POST /v1/predict HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nRIFF");
    await expect.poll(held).toContain("affekt_upload_bytes 4\n");
    socket.destroy();
    const outcome = () => log.find(({ route }) => route === "/v1/predict");
    await expect.poll(outcome).toMatchObject({ status: 400, fault: { code: "invalid-argument" } });
  });

  test("closing lets what runs end and refuses what comes", async () => {
    const url = await start();
    const running = upload(url, wav);
    await expect.poll(async () => await (await fetch(`${url}/metrics`)).text()).toContain("affekt");
    const closing = server!.close();
    server = undefined;
    expect([200, 503]).toContain((await running).status);
    await closing;
    await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed");
  });
});

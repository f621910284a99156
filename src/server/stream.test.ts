import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { decodeAudio } from "../audio/decode.ts";
import { affekt } from "../cli/command-line.fixture.ts";
import { clip, corpus, putFiles } from "../cli/recordings.fixture.ts";
import { loadModel } from "../node/load-model.ts";
import { complete } from "../options/check.ts";
import type { StreamEvent } from "../prediction/streaming/stream-events.ts";
import { hashOfKey, newApiKey } from "./access/api-keys.ts";
import { SERVER_OPTIONS } from "./server-options.ts";
import { type RunningServer, startServer } from "./start-server.ts";

type Message = Readonly<Record<string, unknown>> & { readonly type: string };

const KEY = newApiKey();

let folder: string;
let modelFile: string;
let server: RunningServer;
let samples: Float32Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-stream-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  modelFile = join(folder, "tones.onnx");
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile];
  await affekt(words, join(folder, "cache"));
  const { channels } = await decodeAudio(clip(1, 4, 1, 4));
  samples = channels[0]!;
  server = await startServer(
    complete(
      SERVER_OPTIONS,
      { port: 0, maxSessions: 2, origins: ["http://friend.example"] },
      "serve",
    ),
    { models: [modelFile], jobs: 1, keyHashes: new Set([hashOfKey(KEY)]), log: () => {} },
  );
}, 60_000);

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

class Client {
  readonly #socket: WebSocket;
  readonly messages: Message[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) =>
      this.messages.push(JSON.parse((data as Buffer).toString()) as Message),
    );
  }

  static async open(): Promise<Client> {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`, {
      headers: { "x-api-key": KEY },
    });
    const client = new Client(socket);
    await once(socket, "open");
    return client;
  }

  send(message: object | Uint8Array): this {
    this.#socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
    return this;
  }

  sendText(text: string): this {
    this.#socket.send(text);
    return this;
  }

  /** Ends the session; gives what was told after its creation. */
  async end(): Promise<Message[]> {
    this.send({ type: "session.end" });
    await once(this.#socket, "close");
    const [created, ...told] = this.messages;
    if (created?.type !== "session.created") throw new Error("no session.created");
    return told;
  }
}

function pcm16(part: Float32Array): Uint8Array {
  const frame = Int16Array.from(part, (sample) => Math.round(sample * 32_768));
  return new Uint8Array(frame.buffer);
}

const settings = { windowSeconds: 1, hopSeconds: 0.5, minSpeech: 0 };

describe("a session", () => {
  test("gives the predictions of the library, faster than real time, in frames of any size", async () => {
    const model = await loadModel(modelFile);
    const stream = model.stream({ ...settings, sampleRate: 16_000 });
    const events: StreamEvent[] = [];
    const reading = (async () => {
      for await (const event of stream) events.push(event);
    })();
    await stream.push(samples);
    stream.end();
    await reading;
    await model.release();
    expect(events.length).toBeGreaterThan(6);

    const client = await Client.open();
    client.send({ type: "session.update", encoding: "float32", ...settings });
    for (let at = 0; at < samples.length; at += 3001) {
      const part = samples.slice(at, at + 3001);
      client.send(new Uint8Array(part.buffer));
    }
    const [updated, ...told] = await client.end();
    expect(updated).toMatchObject({ type: "session.updated", settings });
    expect(told.at(-1)).toEqual({ type: "session.ended" });
    const windows = (all: readonly object[], type: string): object[] =>
      all
        .filter((one) => (one as Message).type === type)
        .map(({ ...one }) => ({ ...one, type: "" }));
    expect(windows(told, "measurement")).toEqual(windows(events, "window"));
    expect(windows(told, "utterance.end")).toEqual(windows(events, "utterance"));
  });

  test("16-bit samples", async () => {
    const client = await Client.open();
    client.send({ type: "session.update", ...settings }).send(pcm16(samples));
    const told = await client.end();
    expect(told.filter(({ type }) => type === "measurement")).toHaveLength(7);
  });

  test("what is refused leaves the session open", async () => {
    const client = await Client.open();
    client
      .sendText("hello")
      .send({ type: "session.create" })
      .send({ type: "session.update", hop: 1 })
      .send({ type: "session.update", model: "other" })
      .send({ type: "session.update", windowSeconds: 61 })
      .send({ type: "session.update", hopSeconds: 0.05 })
      .send({ type: "session.update", sampleRate: 192_001 })
      .send({ type: "session.update", ...settings })
      .send(new Uint8Array(3))
      .send(new Uint8Array(0))
      .send(pcm16(samples))
      .send({ type: "session.update", windowSeconds: 2 });
    const told = await client.end();
    const errors = told.filter(({ type }) => type === "error").map(({ code }) => code);
    expect(errors).toEqual([
      "invalid-argument",
      "invalid-argument",
      "invalid-argument",
      "not-found",
      "invalid-argument",
      "invalid-argument",
      "invalid-argument",
      "invalid-frame",
      "conflict",
    ]);
    expect(told.filter(({ type }) => type === "measurement")).toHaveLength(7);
  });

  test("without audio it ends at once", async () => {
    expect(await (await Client.open()).end()).toEqual([{ type: "session.ended" }]);
  });
});

describe("who gets a session", () => {
  async function statusOf(protocols: string[], headers: Record<string, string>): Promise<number> {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`, protocols, {
      headers,
    });
    const status = await new Promise<number>((resolve) => {
      socket.on("open", () => resolve(101));
      socket.on("unexpected-response", (_, response) => resolve(response.statusCode!));
      socket.on("error", () => resolve(0));
    });
    socket.terminate();
    return status;
  }

  test.each([
    ["no key", [], {}, 401],
    ["a key among the protocols, as pages give it", ["affekt", `key.${KEY}`], {}, 101],
    ["a page from elsewhere", [], { "x-api-key": KEY, origin: "http://evil.example" }, 403],
    ["a page that is allowed", [], { "x-api-key": KEY, origin: "http://friend.example" }, 101],
  ])("%s", async (_, protocols, headers, status) => {
    expect(await statusOf(protocols, { ...headers })).toBe(status);
  });

  test("no more than may be open, and no plain request", async () => {
    const first = await Client.open();
    const second = await Client.open();
    expect(await statusOf([], { "x-api-key": KEY })).toBe(503);
    await Promise.all([first.end(), second.end()]);
    const plain = await fetch(`${server.url}/v1/stream`, { headers: { "x-api-key": KEY } });
    expect(plain.status).toBe(426);
  });
});

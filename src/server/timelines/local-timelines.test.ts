import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affekt } from "../../cli/command-line.fixture.ts";
import { clip, corpus, putFiles } from "../../cli/recordings.fixture.ts";
import { complete } from "../../options/check.ts";
import { hashOfKey, newApiKey } from "../access/api-keys.ts";
import { SERVER_OPTIONS } from "../server-options.ts";
import { type RunningServer, startServer } from "../start-server.ts";

const [MINE, OTHERS] = [newApiKey(), newApiKey()];

let folder: string;
let modelFile: string;
let talk: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-timelines-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  modelFile = join(folder, "tones.onnx");
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile];
  await affekt(words, join(folder, "cache"));
  await putFiles(folder, { "talk.wav": clip(1, 4, 1, 6) });
  talk = join(folder, "talk.wav");
  server = await startServer(complete(SERVER_OPTIONS, { port: 0, maxJobs: 3 }, "serve"), {
    models: [modelFile],
    jobs: 1,
    keyHashes: new Set([MINE, OTHERS].map(hashOfKey)),
    log: () => {},
  });
}, 60_000);

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function ask(path: string, init: RequestInit = {}, key = MINE): Promise<Response> {
  return fetch(`${server.url}${path}`, { ...init, headers: { "x-api-key": key } });
}

async function start(body: Uint8Array, query = ""): Promise<string> {
  const answer = await ask(`/v1/timeline${query}`, { method: "POST", body: Buffer.from(body) });
  if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.headers.get("location")!;
}

async function settled(place: string): Promise<unknown> {
  await expect
    .poll(async () => ((await (await ask(place)).json()) as { status: string }).status, {
      timeout: 60_000,
    })
    .not.toBe("running");
  return (await ask(place)).json();
}

test("is what affekt predict --timeline gives, in any format, for its client alone", async () => {
  const place = await start(clip(1, 4, 1, 6), "?windowSeconds=2&minConfidence=0.2");
  expect(await settled(place)).toMatchObject({ status: "done", seconds: 6 });
  const words = ["--timeline", "--window", "2", "--min-confidence", "0.2", "--json"];
  const { stdout } = await affekt(["predict", modelFile, talk, ...words], join(folder, "cache"));
  const result = (await (await ask(`${place}/result`)).json()) as object;
  expect(result).toEqual({ ...(JSON.parse(stdout) as object), recording: "recording" });
  const vtt = await ask(`${place}/result?format=vtt`);
  expect(vtt.headers.get("content-type")).toBe("text/vtt; charset=utf-8");
  expect(await vtt.text()).toMatch(/^WEBVTT/);
  expect((await ask(place, {}, OTHERS)).status).toBe(404);
  expect((await ask(place, { method: "DELETE" }, OTHERS)).status).toBe(404);
  expect((await ask(place, { method: "DELETE" })).status).toBe(204);
  expect((await ask(place)).status).toBe(404);
});

test("a recording that cannot be read fails its job", async () => {
  const place = await start(Buffer.from("hello"));
  expect(await settled(place)).toMatchObject({ status: "failed", error: { code: "unreadable" } });
  expect((await ask(`${place}/result`)).status).toBe(422);
  await ask(place, { method: "DELETE" });
});

test("an unfinished one has no result; more than may be are refused; deleting ends it", async () => {
  const long = clip(1, 4, 1, 120);
  const places = [await start(long), await start(long), await start(long)];
  expect((await ask(`${places[2]}/result`)).status).toBe(409);
  await expect(start(long)).rejects.toThrow(/^503/);
  for (const place of places) await ask(place, { method: "DELETE" });
  await expect
    .poll(async () => (await ask("/metrics")).text())
    .toContain("affekt_upload_bytes 0\n");
  const place = await start(clip(1, 1, 1, 1));
  expect(await settled(place)).toMatchObject({ status: "done" });
});

test("options are checked at once", async () => {
  await expect(start(clip(1, 1, 1, 1), "?windowSeconds=0")).rejects.toThrow(/^400/);
  await expect(start(clip(1, 1, 1, 1), "?model=other")).rejects.toThrow(/^404/);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affekt } from "../cli/command-line.fixture.ts";
import { clip, corpus, putFiles, silence } from "../cli/recordings.fixture.ts";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

let folder: string;
let model: string;
let file: string;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-mcp-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  model = join(folder, "tones.onnx");
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20", "-o", model];
  await affekt(words, join(folder, "cache"));
  file = join(folder, "hello.wav");
  await writeFile(file, clip(1, 4, 1, 3));
  await writeFile(join(folder, "silence.wav"), silence(1));
  client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [MAIN, "mcp"] }),
  );
}, 60_000);

afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

async function call(name: string, input: Record<string, unknown>): Promise<[string, boolean]> {
  const { content, isError = false } = await client.callTool({ name, arguments: input });
  const [first] = content;
  return [first?.type === "text" ? first.text : "", isError];
}

async function printed(...words: string[]): Promise<object> {
  return JSON.parse((await affekt(words, join(folder, "cache"))).stdout) as object;
}

test("the tools say what they take", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(["predict", "timeline", "features"]);
  expect(tools[0]!.inputSchema).toMatchObject({ type: "object", required: ["file"] });
});

test("predict and timeline answer as the commands do", async () => {
  const [text] = await call("predict", { file, model, window: 1 });
  const { predictions } = (await printed("predict", model, file, "--json", "--window", "1")) as {
    predictions: object[];
  };
  expect(JSON.parse(text)).toEqual({ predictions, warnings: [] });
  const [timeline] = await call("timeline", { file, model, windowSeconds: 1 });
  const words = ["predict", model, file, "--timeline", "--window", "1", "--json"];
  expect(JSON.parse(timeline)).toEqual(await printed(...words));
});

test("features by column", async () => {
  const [text] = await call("features", { file });
  const { features } = JSON.parse(text) as { features: Record<string, number> };
  expect(Object.keys(features)).toHaveLength(180);
  expect(features["mfcc_0"]).toBeLessThan(0);
});

test.each([
  ["a file that is not there", { file: "gone.wav" }, "gone.wav"],
  ["silence", { file: "silence" }, "silent"],
  ["an unknown option", { file: "hello", tp: 1 }, "tp"],
  ["sequences", { file: "hello", set: "frames" }, "vectors"],
])("%s is an error that the assistant sees", async (_, { file: name, ...input }, message) => {
  const path = name.endsWith(".wav") ? name : join(folder, `${name}.wav`);
  const tool = "set" in input ? "features" : "predict";
  const own = tool === "predict" ? { model } : {};
  const [text, isError] = await call(tool, { ...own, ...input, file: path });
  expect(isError).toBe(true);
  expect(text).toContain(message);
});

test.each([
  ["predict", { file: "-" }],
  ["predict", { file: "/dev/stdin" }],
  ["timeline", { file: "-" }],
  ["features", { file: "-" }],
  ["predict", { model: "https://example.org/model.onnx" }],
  ["timeline", { model: "HTTP://example.org/model.onnx" }],
])("%s refuses %j, and the connection goes on", async (tool, input) => {
  const own = tool === "features" ? {} : { model };
  const [text, isError] = await call(tool, { file, ...own, ...input });
  expect(isError).toBe(true);
  expect(text).toContain("must be a file on this machine");
  expect((await client.listTools()).tools).toHaveLength(3);
});

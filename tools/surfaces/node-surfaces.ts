import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { parquetReadObjects } from "hyparquet";
import { WebSocket } from "ws";
import { MAIN } from "../../src/cli/command-line.fixture.ts";
import { loadModel } from "../../src/node/load-model.ts";
import { byEmotion, type Probabilities, type Surface, type ToldPrediction } from "./surface.ts";

/** `loadModel` and `predictFile`, with which the others are compared. */
export const library: Surface = {
  name: "library in Node",
  async predict(model, recordings) {
    const loaded = await loadModel(model);
    const found: Probabilities[] = [];
    for (const { file } of recordings) found.push(byEmotion(await loaded.predictFile(file)));
    await loaded.release();
    return found;
  },
};

async function run(...words: string[]): Promise<string> {
  const options = { maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...words], options);
  return stdout;
}

const command: Surface = {
  name: "`affekt predict --json`",
  async predict(model, recordings) {
    const files = recordings.map(({ file }) => file);
    const text = await run("predict", model, ...files, "--json", "--no-cache");
    const { predictions } = JSON.parse(text) as { predictions: (ToldPrediction & Named)[] };
    const of = new Map(predictions.map((one) => [one.file, byEmotion(one)]));
    return files.map((file) => of.get(file)!);
  },
};

interface Named {
  readonly file: string;
}

const batch: Surface = {
  name: "`affekt predict -o`, Parquet",
  async predict(model, recordings) {
    const files = recordings.map(({ file }) => file);
    const folder = await mkdtemp(join(tmpdir(), "affekt-surfaces-"));
    await run("predict", model, ...files, "-o", folder);
    const of = new Map<string, Probabilities>();
    for (const name of await readdir(folder)) {
      if (!name.endsWith(".parquet")) continue;
      const { buffer } = new Uint8Array(await readFile(join(folder, name)));
      for (const row of await parquetReadObjects({ file: buffer })) {
        const { file, channel: _, start: __, end: ___, emotion: ____, sure: _____, ...own } = row;
        of.set(String(file), own);
      }
    }
    await rm(folder, { recursive: true });
    return files.map((file) => of.get(file)!);
  },
};

/** Starts a server with a model for as long as `use` takes. */
async function withServer<T>(model: string, use: (url: string) => Promise<T>): Promise<T> {
  const words = ["serve", "--port", "0", "--model", model, "--quiet", "--jobs", "1"];
  const server = spawn(process.execPath, [MAIN, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [said] = (await once(server.stdout, "data")) as [Buffer];
    return await use(/http:\S+/.exec(String(said))![0]);
  } finally {
    server.kill();
    await once(server, "exit");
  }
}

const http: Surface = {
  name: "`affekt serve`, HTTP",
  predict: (model, recordings) =>
    withServer(model, async (url) => {
      const found: Probabilities[] = [];
      for (const { file } of recordings) {
        const body = new Uint8Array(await readFile(file));
        const response = await fetch(`${url}/v1/predict`, { method: "POST", body });
        const { predictions } = (await response.json()) as { predictions: [ToldPrediction] };
        found.push(byEmotion(predictions[0]));
      }
      return found;
    }),
};

const webSocket: Surface = {
  name: "`affekt serve`, WebSocket",
  predict: (model, recordings) =>
    withServer(model, async (url) => {
      const found: Probabilities[] = [];
      for (const { samples } of recordings) {
        found.push(await overWebSocket(`${url.replace("http", "ws")}/v1/stream`, samples));
      }
      return found;
    }),
};

/** Sends samples in frames of a tenth of a second; gives what the one window of them has. */
async function overWebSocket(url: string, samples: Float32Array): Promise<Probabilities> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  let found: Probabilities | undefined;
  socket.on("message", (data) => {
    const message = JSON.parse((data as Buffer).toString()) as ToldPrediction & {
      readonly type: string;
    };
    if (message.type === "measurement") found ??= byEmotion(message);
  });
  const settings = { encoding: "float32", windowSeconds: 3, hopSeconds: 3, minSpeech: 0 };
  socket.send(JSON.stringify({ type: "session.update", ...settings, utterances: false }));
  for (let at = 0; at < samples.length; at += 1600) socket.send(samples.slice(at, at + 1600));
  socket.send(JSON.stringify({ type: "session.end" }));
  await once(socket, "close");
  return found ?? {};
}

const mcp: Surface = {
  name: "`affekt mcp`",
  async predict(model, recordings) {
    const client = new Client({ name: "surfaces", version: "1" });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [MAIN, "mcp"] }),
    );
    const found: Probabilities[] = [];
    for (const { file } of recordings) {
      const { content } = await client.callTool({ name: "predict", arguments: { file, model } });
      const text = content.map((one) => (one.type === "text" ? one.text : "")).join("");
      const { predictions } = JSON.parse(text) as { predictions: [ToldPrediction] };
      found.push(byEmotion(predictions[0]));
    }
    await client.close();
    return found;
  },
};

/** What predicts in Node beside the library. */
export const NODE_SURFACES: readonly Surface[] = [command, batch, http, webSocket, mcp];

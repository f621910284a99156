import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { Classifier } from "../models/classifiers/classifier.ts";
import { encodeModel } from "../models/file/encode-model.ts";
import { readModelInfo } from "../models/file/decode-model.ts";
import { presetModel } from "../models/presets.ts";
import "./default-runtime.ts";
import { loadModel } from "./load-model.ts";

const MODEL = new URL("../../models/default.onnx", import.meta.url);
const SPEECH = new URL("../../samples/speech.wav", import.meta.url);
const model = new Uint8Array(readFileSync(MODEL));
const speech = new Uint8Array(readFileSync(SPEECH));

let server: Server;
let origin: string;
beforeAll(async () => {
  const files: Readonly<Record<string, Uint8Array>> = { "/model.onnx": model, "/a.wav": speech };
  server = createServer(({ url = "" }, response) => {
    const file = files[url];
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-length": file.length }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** All forms of some bytes. */
function formsOf(bytes: Uint8Array<ArrayBuffer>, file: URL, path: string) {
  return [
    bytes,
    bytes.slice().buffer,
    new Blob([bytes]),
    new Response(bytes),
    file,
    new URL(path, origin),
  ];
}

test("a model is loaded by name, and from an address, bytes, an ArrayBuffer, a Blob, a Response or a URL", async () => {
  const sources = ["default", `${origin}/model.onnx`, ...formsOf(model, MODEL, "/model.onnx")];
  const labels: (readonly string[])[] = [];
  for (const source of sources) {
    await using loaded = await loadModel(source);
    labels.push(loaded.labels);
  }
  expect(labels[0]!.length).toBeGreaterThan(1);
  expect(labels).toEqual(sources.map(() => labels[0]));
});

test("a recording is predicted from bytes, an ArrayBuffer, a Blob, a Response, a URL, an AudioBuffer or channels", async () => {
  await using loaded = await loadModel();
  const { channels, sampleRate } = await decodeAudio(speech, { name: "speech" });
  const buffer = {
    sampleRate,
    numberOfChannels: channels.length,
    getChannelData: (channel: number) => channels[channel]!,
  };
  const sources = [...formsOf(speech, SPEECH, "/a.wav"), buffer, { channels, sampleRate }];
  const expected = (await loaded.predictFile("samples/speech.wav")).probabilities;
  for (const source of sources) {
    expect((await loaded.predictAudio(source)).probabilities).toEqual(expected);
  }
});

test("a download tells how far it is, can be aborted, and fails with a code", async () => {
  const progress: unknown[][] = [];
  const onProgress = (...numbers: unknown[]): void => void progress.push(numbers);
  await (await loadModel(`${origin}/model.onnx`, { onProgress })).release();
  expect(progress.at(-1)).toEqual([model.length, model.length]);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(loadModel(`${origin}/model.onnx`, { signal })).rejects.toMatchObject({
    code: "interrupted",
    cause: signal.reason as unknown,
  });
  await expect(loadModel(`${origin}/other.onnx`)).rejects.toMatchObject({ code: "not-found" });
  await expect(loadModel("http://127.0.0.1:1/m.onnx")).rejects.toMatchObject({ code: "network" });
});

test("a classifier of one's own arrays comes back from an ArrayBuffer", async () => {
  const classifier = new Classifier({ model: presetModel("logistic") });
  await classifier.fit([[0], [1]], ["low", "high"]);
  const { buffer } = encodeModel(classifier.toModel({ columns: ["level"] })).slice();
  expect(readModelInfo(buffer).features.columns).toEqual(["level"]);
  await using loaded = Classifier.fromBytes(buffer);
  expect(await loaded.predict([[0.9], [0.1]])).toEqual(["high", "low"]);
});

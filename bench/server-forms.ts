// What uploads as forms do to the thread that answers: 64 connections send a form over and over, while /health is asked every 10 ms.
// node bench/server-forms.ts --audio CLIP [--model default] [--connections 64] [--seconds 10]
// The large form holds 50 MB that are no recording, so that hardly more than the upload is measured; those that memory has no room for are refused.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { load, quantile } from "./http-load.ts";
import { printTable } from "./peer.ts";
import { ServerProcess } from "./server-process.ts";

const PORT = 18_184;
const { values } = parseArgs({
  options: {
    audio: { type: "string" },
    model: { type: "string", default: "default" },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "10" },
  },
});
const connections = Number(values.connections);
const seconds = Number(values.seconds);

/** The bytes of a request with a file, as a form or as they are. */
function upload(bytes: Uint8Array, isForm: boolean): Buffer {
  const before = isForm
    ? '--affekt-form-affekt-form-affekt\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n'
    : "";
  const body = Buffer.concat([
    Buffer.from(before),
    bytes,
    Buffer.from(isForm ? "\r\n--affekt-form-affekt-form-affekt--\r\n" : ""),
  ]);
  const type = isForm
    ? "multipart/form-data; boundary=affekt-form-affekt-form-affekt"
    : "audio/wav";
  const head = `POST /v1/predict HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

const clip = await readFile(values.audio!);
const large = new Uint8Array(50e6).map((_, i) => (i * 2_654_435_761) >>> 24);
const rows = [
  [
    "upload",
    "answers/s",
    "refused/s",
    "/health p50 ms",
    "p99 ms",
    "largest ms",
    "server cores",
    "MB",
  ],
];
for (const [name, bytes] of [
  ["clip", clip],
  ["50 MB", large],
] as const) {
  for (const isForm of [false, true]) {
    const server = ServerProcess.affekt(PORT, ["--model", values.model, "--max-megabytes", "60"]);
    await server.start();
    await load(PORT, upload(clip, isForm), { connections: 8, seconds: 3 });
    const health = new Worker(new URL("./health-thread.ts", import.meta.url), { workerData: PORT });
    const before = server.cpuSeconds;
    const answers = await load(PORT, upload(bytes, isForm), { connections, seconds });
    const cores = (server.cpuSeconds - before) / seconds;
    const megabytes = server.residentMegabytes;
    health.postMessage("stop");
    const [times] = (await once(health, "message")) as [number[]];
    await server.stop();
    rows.push([
      `${name} ${isForm ? "in a form" : "as the body"}`,
      (answers.milliseconds.length / seconds).toFixed(0),
      (answers.refused / seconds).toFixed(0),
      ...[0.5, 0.99, 1].map((share) => quantile(times, share)),
      cores.toFixed(2),
      megabytes.toFixed(0),
    ]);
  }
}
printTable(rows);

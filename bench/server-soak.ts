// Whether affekt serve's memory stays flat under a mixed load: predictions on some connections, timelines one after the other, live sessions at
// real time that come and go, uploads that are refused or break off.
// node bench/server-soak.ts --audio FILE [--audio …] [--model default] [--minutes 30]
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { decoded } from "./decoded.ts";
import { load, quantile, requestBytes, watchHealth } from "./http-load.ts";
import { median, printTable } from "./peer.ts";
import { ServerProcess } from "./server-process.ts";
import { frameOf, StreamClient } from "./stream-client.ts";

const [PORT, RATE, FRAME_BYTES] = [18_184, 16_000, 3200];
const { values } = parseArgs({
  options: {
    audio: { type: "string", multiple: true, default: [] },
    model: { type: "string", default: "default" },
    minutes: { type: "string", default: "30" },
  },
});
if (values.audio.length === 0) throw new Error("--audio FILE is needed");
const wavs = values.audio.map((file) => decoded([file], RATE, "wav"));
const pcm = decoded(values.audio, RATE, "s16le");
const frames = Array.from({ length: Math.floor(pcm.length / FRAME_BYTES) }, (_, i) =>
  frameOf(pcm.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES)),
);

const server = ServerProcess.affekt(PORT, ["--model", values.model, "--keep-seconds", "5"]);
await server.start();
const end = performance.now() + 60_000 * Number(values.minutes);
const isOver = (): boolean => performance.now() > end;
const counts = {
  predictions: 0,
  refused: 0,
  timelines: 0,
  sessions: 0,
  measurements: 0,
  errors: 0,
};

async function predict(connections: number): Promise<void> {
  for (let i = 0; !isOver(); i++) {
    const request = requestBytes("POST", "/v1/predict", wavs[i % wavs.length]);
    const answers = await load(PORT, request, { connections, seconds: 2 });
    counts.predictions += answers.milliseconds.length;
    counts.refused += answers.refused;
  }
}

async function makeTimelines(): Promise<void> {
  for (let i = 0; !isOver(); i++) {
    const { body } = await server.ask("POST", "/v1/timeline", wavs[i % wavs.length]);
    const { id } = JSON.parse(body) as { id: string };
    for (let status = "running"; status !== "done" && status !== "failed" && !isOver();) {
      await delay(200);
      const answer = await server.ask("GET", `/v1/timeline/${id}`);
      status = (JSON.parse(answer.body) as { status: string }).status;
    }
    counts.timelines++;
  }
}

/** Speaks for some seconds at real time, over and over. */
async function speak(session: number): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const client = await StreamClient.open(PORT, ({ type }) => {
      if (type === "measurement") counts.measurements++;
      if (type === "error") counts.errors++;
    });
    counts.sessions++;
    const start = performance.now();
    for (let i = 0; i < 100 + 20 * (session % 10) && !isOver(); i++) {
      await delay(Math.max(0, start + 100 * (i + 1) - performance.now()));
      client.send(frames[(31 * session + 7 * round + i) % frames.length]!);
    }
    if (round % 2 === 0) {
      client.send(frameOf('{"type":"session.end"}'));
      await delay(1000);
    }
    client.close();
  }
}

async function misbehave(): Promise<void> {
  const head = "POST /v1/predict HTTP/1.1\r\nhost: localhost\r\n";
  const requests = [
    `${head}content-length: 2000000000\r\n\r\n`,
    `${head}content-length: 200000\r\n\r\nRIFF`,
    `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`,
  ];
  for (let i = 0; !isOver(); i++) {
    const socket = connect(PORT, "127.0.0.1", () => socket.write(requests[i % requests.length]!));
    socket.on("error", () => {});
    await delay(500);
    socket.destroy();
  }
}

const memory: { readonly minute: number; readonly megabytes: number }[] = [];
async function watchMemory(): Promise<void> {
  const start = performance.now();
  while (!isOver()) {
    await delay(2000);
    const minute = (performance.now() - start) / 60_000;
    memory.push({ minute, megabytes: server.residentMegabytes });
  }
}

const stop = new AbortController();
const health = watchHealth(PORT, stop.signal);
await Promise.all([
  predict(4),
  makeTimelines(),
  ...Array.from({ length: 20 }, (_, i) => speak(i)),
  misbehave(),
  watchMemory(),
]);
stop.abort();
const times = await health;
await server.stop();

const tenths = Array.from({ length: 10 }, (_, i) =>
  memory.slice(Math.floor((i * memory.length) / 10), Math.floor(((i + 1) * memory.length) / 10)),
).filter((part) => part.length > 0);
console.log(JSON.stringify(counts));
console.log(`/health p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`);
printTable([
  ["until minute", "resident MB"],
  ...tenths.map((part) => [part.at(-1)!.minute, median(part.map(({ megabytes }) => megabytes))]),
]);

// How many live sessions of affekt serve keep up: each sends real speech at real time, 100 ms a frame, from a place of its own. A session keeps up
// where its measurements come soon after the end of their window. The processor time says what further sessions would need.
// node bench/server-streams.ts --audio FILE [--audio …] [--model default] [--sessions 100,1000] [--seconds 20] [--settings JSON]
import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { decoded } from "./decoded.ts";
import { quantile, watchHealth } from "./http-load.ts";
import { printTable } from "./peer.ts";
import { ServerProcess } from "./server-process.ts";
import { frameOf, StreamClient, type StreamMessage } from "./stream-client.ts";

const RATE = 16_000;
const FRAME_SECONDS = 0.1;
const PORT = 18_183;
/** An utterance is told after the pause that ends it. */
const ENDED: ReadonlySet<string> = new Set(["measurement", "utterance.end"]);
/** What the first windows and compilation take. */
const WARM_SECONDS = 5;

const { values } = parseArgs({
  options: {
    audio: { type: "string", multiple: true, default: [] },
    model: { type: "string", default: "default" },
    sessions: { type: "string", default: "100,1000" },
    seconds: { type: "string", default: "20" },
    settings: { type: "string", default: "{}" },
  },
});
const seconds = Number(values.seconds);
const pcm = decoded(values.audio, RATE, "s16le");
const bytes = 2 * FRAME_SECONDS * RATE;
const frames = Array.from({ length: Math.floor(pcm.length / bytes) }, (_, i) =>
  frameOf(pcm.subarray(i * bytes, (i + 1) * bytes)),
);
if (frames.length === 0) throw new Error("--audio FILE is needed");
const settings = frameOf(
  JSON.stringify({ type: "session.update", ...(JSON.parse(values.settings) as object) }),
);

async function measure(sessions: number): Promise<(string | number)[]> {
  const server = ServerProcess.affekt(PORT, ["--model", values.model, "--max-sessions", "100000"]);
  await server.start();
  try {
    const lags: number[] = [];
    const begun: number[] = [];
    let isMeasured = false;
    let told = 0;
    let errors = 0;
    const onMessage =
      (session: number) =>
      (message: StreamMessage): void => {
        if (message.type === "error") errors++;
        if (!isMeasured || !ENDED.has(message.type)) return;
        told++;
        const { startSeconds, durationSeconds } = message as unknown as Record<string, number>;
        lags.push(performance.now() - begun[session]! - 1000 * (startSeconds! + durationSeconds!));
      };
    const clients: StreamClient[] = [];
    for (let i = 0; i < sessions; i++) clients.push(await StreamClient.open(PORT, onMessage(i)));
    for (const client of clients) client.send(settings);
    const start = performance.now();
    const end = start + 1000 * (WARM_SECONDS + seconds);
    const speak = async (client: StreamClient, session: number): Promise<void> => {
      // not all at the same moment
      await delay((1000 * FRAME_SECONDS * session) / sessions);
      begun[session] = performance.now();
      for (let i = 0; ; i++) {
        const due = begun[session] + 1000 * FRAME_SECONDS * (i + 1);
        if (due > end) return;
        await delay(Math.max(0, due - performance.now()));
        client.send(frames[(7 * session + i) % frames.length]!);
      }
    };
    const speaking = Promise.all(clients.map(speak));
    await delay(1000 * WARM_SECONDS);
    isMeasured = true;
    const stop = new AbortController();
    const health = watchHealth(PORT, stop.signal);
    const [before, own] = [server.cpuSeconds, process.cpuUsage()];
    await speaking;
    const cpu = server.cpuSeconds - before;
    const { user, system } = process.cpuUsage(own);
    stop.abort();
    const megabytes = server.residentMegabytes;
    for (const client of clients) client.close();
    return [
      String(sessions),
      told / seconds,
      quantile(lags, 0.5),
      quantile(lags, 0.99),
      quantile(await health, 0.99),
      cpu / seconds,
      (1000 * cpu) / seconds / sessions,
      (user + system) / 1e6 / seconds,
      megabytes.toFixed(0),
      String(errors),
    ];
  } finally {
    await server.stop();
  }
}

const HEAD = [
  "sessions",
  "results/s",
  "lag p50 ms",
  "lag p99 ms",
  "/health p99 ms",
  "server cores",
  "ms a session and second",
  "client cores",
  "MB",
  "errors",
];
const rows: (string | number)[][] = [];
for (const sessions of values.sessions.split(",").map(Number)) rows.push(await measure(sessions));
console.log(`${values.model}, ${values.settings}, ${availableParallelism()} cores`);
printTable([HEAD, ...rows]);

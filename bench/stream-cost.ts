// What a second of sound of a live session costs a thread, without sockets: many analysers take turns at pieces of speech, each from a place of its own.
// Processor time of the whole process. node [--cpu-prof] bench/stream-cost.ts --audio FILE [--audio …] [--model default] [--sessions 20]
// [--seconds 30] [--piece 1] [--settings JSON]
import { parseArgs } from "node:util";
import { loadModel } from "../src/node/load-model.ts";
import { StreamAnalyser } from "../src/prediction/streaming/stream-analyser.ts";
import { decoded } from "./decoded.ts";

const RATE = 16_000;
const { values } = parseArgs({
  options: {
    audio: { type: "string", multiple: true, default: [] },
    model: { type: "string", default: "default" },
    sessions: { type: "string", default: "20" },
    seconds: { type: "string", default: "30" },
    piece: { type: "string", default: "1" },
    settings: { type: "string", default: "{}" },
  },
});
const samples = new Float32Array(new Uint8Array(decoded(values.audio, RATE, "f32le")).buffer);
const model = await loadModel(values.model);
const [sessions, seconds, piece] = [values.sessions, values.seconds, values.piece].map(Number) as [
  number,
  number,
  number,
];
const analysers = Array.from(
  { length: sessions },
  () => new StreamAnalyser(model, { sampleRate: RATE, ...(JSON.parse(values.settings) as object) }),
);
const counts = new Map<string, number>();

async function run(from: number, to: number): Promise<void> {
  const length = Math.round(piece * RATE);
  for (let at = from * RATE; at < to * RATE; at += length) {
    for (const [i, analyser] of analysers.entries()) {
      const start = (at + 7 * RATE * i) % (samples.length - length);
      for await (const event of analyser.push(samples.slice(start, start + length))) {
        const kind = event.type === "window" ? event.state : event.type;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    }
  }
}

await run(0, 8);
counts.clear();
const [before, start] = [process.cpuUsage(), performance.now()];
await run(8, 8 + seconds);
const { user, system } = process.cpuUsage(before);
const clock = performance.now() - start;
const share = (ms: number): string => (ms / sessions / seconds).toFixed(3);
console.log(
  `a session and second: ${share((user + system) / 1000)} ms of processor time, ${share(clock)} ms by the clock;`,
  Object.fromEntries(counts),
);

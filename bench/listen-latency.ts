// How far behind the window's end `affekt listen` answers: raw samples of a recording go to its standard input at real time, 20 ms at once, and each window's
// line is timed against the moment at which its last sample was written. Usage: node bench/listen-latency.ts --audio FILE [--model FILE] [--seconds 60]
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { decodeAudio } from "../src/audio/decode.ts";
import { mixToMono } from "../src/audio/mix.ts";
import { resample } from "../src/audio/resample/resample.ts";

const RATE = 16_000;
const PIECE = 320;
const { values } = parseArgs({
  options: {
    audio: { type: "string" },
    model: { type: "string" },
    seconds: { type: "string", default: "60" },
  },
});
const audio = await decodeAudio(await readFile(values.audio!), { name: values.audio! });
const mono = resample(mixToMono(audio), { from: audio.sampleRate, to: RATE });
const samples = Int16Array.from(mono.subarray(0, Number(values.seconds) * RATE), (sample) =>
  Math.max(-32_768, Math.min(32_767, Math.round(32_768 * sample))),
);
const main = new URL("../src/cli/main.ts", import.meta.url).pathname;
const model = values.model === undefined ? [] : [values.model];
const words = ["listen", ...model, "-", "--rate", String(RATE), "--json"];
const child = spawn(process.execPath, [main, ...words], { stdio: ["pipe", "pipe", "pipe"] });
// it has loaded its model once it says that it listens
await new Promise((resolve) => child.stderr.once("data", resolve));

const started = performance.now();
const latencies: number[] = [];
createInterface({ input: child.stdout }).on("line", (line) => {
  const event = JSON.parse(line) as {
    type: string;
    startSeconds: number;
    durationSeconds: number;
    state?: string;
  };
  if (event.type !== "window" || event.state !== "speech" || event.durationSeconds < 3) return;
  const end = 1000 * (event.startSeconds + event.durationSeconds);
  latencies.push(performance.now() - started - end);
});
for (let at = 0; at < samples.length; at += PIECE) {
  const due = started + (1000 * (at + PIECE)) / RATE;
  await delay(Math.max(0, due - performance.now()));
  child.stdin.write(Buffer.from(samples.buffer, 2 * at, 2 * Math.min(PIECE, samples.length - at)));
}
child.stdin.end();
await new Promise((resolve) => child.once("close", resolve));
const sorted = latencies.toSorted((a, b) => a - b);
const quantile = (q: number): string =>
  `${sorted[Math.floor(q * (sorted.length - 1))]!.toFixed(0)} ms`;
console.log(
  `${sorted.length} windows of 3 s: behind their end p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, largest ${quantile(1)}`,
);

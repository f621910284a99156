// Requests a second and latencies of affekt serve, beside a FastAPI server with librosa and onnxruntime that runs the same classic model:
// node bench/server-load.ts WAV MODEL.onnx [PYTHON]. Both servers run on the same cores as this client, one after the other.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const [wav = "", model = "", python] = process.argv.slice(2);
const body = readFileSync(wav);
const SECONDS = 10;

interface Target {
  readonly name: string;
  readonly port: number;
  readonly path: string;
  readonly command: readonly string[];
}

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const PEER = fileURLToPath(new URL("python/predict_server.py", import.meta.url));
const targets: Target[] = [
  {
    name: "affekt",
    port: 18_181,
    path: "/v1/predict",
    command: [process.execPath, MAIN, "serve", "--port", "18181", "--model", model, "--quiet"],
  },
  ...(python === undefined
    ? []
    : [
        { name: "python", port: 18_182, path: "/predict", command: [python, PEER, model, "18182"] },
      ]),
];

function send(target: Target, agent: Agent, path = target.path): Promise<number> {
  return new Promise((resolve, reject) => {
    const isPost = path === target.path;
    const headers = isPost ? { "content-type": "audio/wav", "content-length": body.length } : {};
    const sent = request(
      { port: target.port, path, method: isPost ? "POST" : "GET", agent, headers },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode!));
      },
    );
    sent.on("error", reject);
    sent.end(isPost ? body : undefined);
  });
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);

async function load(target: Target, connections: number): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const probe = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const health: number[] = [];
  let failed = 0;
  const end = performance.now() + SECONDS * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      const status = await send(target, agent).catch(() => 0);
      if (status === 200) times.push(performance.now() - start);
      else failed++;
    }
  };
  const watcher = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      await send(target, probe, "/health");
      health.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const start = performance.now();
  await Promise.all([watcher(), ...Array.from({ length: connections }, worker)]);
  const perSecond = times.length / ((performance.now() - start) / 1000);
  agent.destroy();
  probe.destroy();
  times.sort((a, b) => a - b);
  health.sort((a, b) => a - b);
  const latencies = `p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, /health p99 ${at(health, 0.99)} ms`;
  return `${target.name} ${connections} connections: ${perSecond.toFixed(1)} requests/s, ${latencies}, ${failed} failed`;
}

async function started(target: Target): Promise<ChildProcess> {
  const [command = "", ...args] = target.command;
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  const agent = new Agent();
  for (let i = 0; i < 600; i++) {
    if ((await send(target, agent, "/health").catch(() => 0)) === 200) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${target.name} does not answer`);
}

for (const target of targets) {
  const child = await started(target);
  await load(target, 4);
  for (const connections of [1, 8, 64, 512]) console.log(await load(target, connections));
  child.kill();
  await once(child, "exit");
}

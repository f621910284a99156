// Requests a second, latencies and processor time of affekt serve, beside a FastAPI server with librosa and onnxruntime that runs the same
// model. Both servers, and this client, run on the same cores. Rounds alternate between the servers, so that what else the machine does
// meets both. The clips are the first three seconds of a recording, at 16 kHz (by ffmpeg). A model with the voice encoder, such as default, is
// exported for the peer, which runs it from the samples on.
// node bench/server-load.ts --audio FILE --model MODEL.onnx [--model …] [--python PYTHON] [--connections 1,8,64,512] [--seconds 4] [--rounds 2]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Answers, load, quantile, requestBytes, watchHealth } from "./http-load.ts";
import { COMMAND, median, printTable, pythonScript } from "./peer.ts";
import { ServerProcess } from "./server-process.ts";

const { values } = parseArgs({
  options: {
    audio: { type: "string" },
    model: { type: "string", multiple: true, default: ["default"] },
    python: { type: "string" },
    connections: { type: "string", default: "1,8,64,512" },
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "2" },
  },
});
if (values.audio === undefined) throw new Error("--audio FILE is needed");
const input = ["-v", "error", "-i", values.audio, "-t", "3", "-ac", "1", "-ar", "16000"];
const clip = execFileSync("ffmpeg", [...input, "-f", "wav", "-bitexact", "-"]);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), "affekt-load-"));
const [PORT, PEER_PORT] = [18_181, 18_182];

interface Round extends Answers {
  readonly health: readonly number[];
  readonly cpuSeconds: number;
}

/** A server and the request that it is sent. */
interface Target {
  readonly server: ServerProcess;
  readonly path: string;
}

async function start(target: Target): Promise<string> {
  const { server, path } = target;
  await server.start();
  const warm = await Promise.all(Array.from({ length: 8 }, () => server.ask("POST", path, clip)));
  const failed = warm.find(({ status }) => status !== 200);
  if (failed !== undefined) throw new Error(`${server.name}: ${failed.body}`);
  await warmUp(target);
  return warm[0]!.body;
}

/** Lets a server compile what it runs: 300 requests, or four seconds. */
async function warmUp({ server, path }: Target): Promise<void> {
  let answered = 0;
  for (let i = 0; i < 4 && answered < 300; i++) {
    const request = requestBytes("POST", path, clip);
    const { milliseconds } = await load(server.port, request, { connections: 4, seconds: 1 });
    answered += milliseconds.length;
  }
}

async function measure(target: Target, connections: number): Promise<Round> {
  const { server, path } = target;
  const stop = new AbortController();
  const health = watchHealth(server.port, stop.signal);
  const before = server.cpuSeconds;
  const answers = await load(server.port, requestBytes("POST", path, clip), {
    connections,
    seconds,
  });
  const cpuSeconds = server.cpuSeconds - before;
  stop.abort();
  const round = { ...answers, health: await health, cpuSeconds };
  // a server that still works on what nobody waits for begins the next round anew
  if (answers.unanswered.length > connections / 2 && connections > 8) {
    await server.stop();
    await start(target);
  }
  return round;
}

function rowOf(name: string, connections: number, rounds: readonly Round[]): (string | number)[] {
  const all = rounds.flatMap(({ milliseconds }) => milliseconds);
  const unanswered = rounds.flatMap((round) => round.unanswered);
  const cpu = rounds.reduce((sum, round) => sum + round.cpuSeconds, 0);
  const refused = rounds.reduce((sum, round) => sum + round.refused, 0);
  return [
    name,
    String(connections),
    perSecondOf(rounds),
    quantile(all, 0.5, unanswered),
    quantile(all, 0.99, unanswered),
    (1000 * cpu) / all.length,
    quantile(
      rounds.flatMap(({ health }) => health),
      0.99,
    ),
    String(refused),
  ];
}

function perSecondOf(rounds: readonly Round[]): number {
  return median(rounds.map(({ milliseconds, seconds }) => milliseconds.length / seconds));
}

/** The largest difference between the probabilities of two answers. */
function differenceOf(own: string, peer: string): number {
  const { predictions } = JSON.parse(own) as {
    predictions: { probabilities: { emotion: string; probability: number }[] }[];
  };
  const { probabilities } = JSON.parse(peer) as { probabilities: Record<string, number> };
  const differences = predictions[0]!.probabilities.map(({ emotion, probability }) =>
    Math.abs(probability - probabilities[emotion]!),
  );
  return Math.max(...differences);
}

/** The file that the peer runs. */
function peerModel(model: string): string {
  if (model !== "default") return model;
  const file = join(folder, "waveform.onnx");
  execFileSync(process.execPath, [COMMAND, "export", model, "--waveform", "-o", file]);
  return file;
}

const HEAD = [
  "server",
  "connections",
  "requests/s",
  "p50 ms",
  "p99 ms",
  "CPU ms a request",
  "/health p99 ms",
  "refused",
];

for (const model of values.model) {
  const own: Target = {
    server: ServerProcess.affekt(PORT, ["--model", model]),
    path: "/v1/predict",
  };
  const peer: Target | undefined =
    values.python === undefined
      ? undefined
      : {
          server: new ServerProcess("python", PEER_PORT, [
            values.python,
            pythonScript("predict_server.py"),
            peerModel(model),
            String(PEER_PORT),
          ]),
          path: "/predict",
        };
  const rows: (string | number)[][] = [];
  try {
    const answer = await start(own);
    if (peer !== undefined) {
      const difference = differenceOf(answer, await start(peer));
      console.log(`${model}: probabilities differ by at most ${difference.toExponential(1)}`);
    }
    for (const connections of values.connections.split(",").map(Number)) {
      const [owns, peers]: [Round[], Round[]] = [[], []];
      for (let i = 0; i < Number(values.rounds); i++) {
        owns.push(await measure(own, connections));
        if (peer !== undefined) peers.push(await measure(peer, connections));
      }
      rows.push([...rowOf("affekt", connections, owns), ""]);
      if (peer === undefined) continue;
      const ratio = `${(perSecondOf(owns) / perSecondOf(peers)).toFixed(1)} ×`;
      rows.push([...rowOf("python", connections, peers), ratio]);
    }
  } finally {
    await own.server.stop();
    await peer?.server.stop();
  }
  console.log(`\n${model}`);
  printTable([[...HEAD, "affekt / python"], ...rows]);
}
rmSync(folder, { recursive: true });

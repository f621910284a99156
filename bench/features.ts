// Features of RAVDESS clips on one core, decoding included, against librosa; from one worker to two; what each part costs; and against JavaScript libraries.
// node bench/features.ts --data DIR --python PYTHON [--clips 480] [--sets classic-180,classic] [--js-peers FOLDER]
// DIR holds the lossless FLAC files; the WAV files that the corpus consists of are made of them in a temporary folder.
// FOLDER is where Meyda and essentia.js are installed (`npm install meyda essentia.js` there).
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { decodeAudio } from "../src/audio/decode.ts";
import { resample } from "../src/audio/resample/resample.ts";
import { encodeWav } from "../src/audio/pcm/wav-write.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { createPool } from "../src/node/workers/thread-pool.ts";
import type { FeatureTask } from "./feature-child.ts";
import { featureParts } from "./feature-parts.ts";
import { peerJobs } from "./js-peers.ts";
import { Half, median, printTable, pythonScript } from "./peer.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "" },
    python: { type: "string" },
    clips: { type: "string", default: "480" },
    sets: { type: "string", default: "classic-180,classic" },
    "js-peers": { type: "string" },
  },
});
/** Clips that a half extracts before it is the other one's turn, so that both meet the same state of the machine. */
const TURN = 24;
const sets = values.sets.split(",");

const all = globSync("**/*.flac", { cwd: values.data }).toSorted();
const count = Math.min(all.length, Number(values.clips));
if (count === 0) throw new Error("--data DIR is needed: a folder of FLAC files");
const flac = Array.from({ length: count }, (_, i) =>
  join(values.data, all[Math.floor((i * all.length) / count)]!),
);
const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
try {
  const wav = await writeWavFiles(flac, join(folder, "wav"));
  if (values.python !== undefined)
    await compareWithLibrosa(values.python, { WAV: wav, FLAC: flac });
  await compareWorkers(wav);
  await printParts(wav);
  if (values["js-peers"] !== undefined) await compareWithScripts(values["js-peers"], wav);
} finally {
  rmSync(folder, { recursive: true });
}

async function writeWavFiles(files: readonly string[], target: string): Promise<string[]> {
  mkdirSync(target);
  return Promise.all(
    files.map(async (file) => {
      const path = join(target, `${basename(file, ".flac")}.wav`);
      writeFileSync(path, encodeWav(await decodeAudio(readFileSync(file), { name: file })));
      return path;
    }),
  );
}

async function compareWithLibrosa(
  python: string,
  formats: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const ours = new Half(
    process.execPath,
    fileURLToPath(new URL("feature-child.ts", import.meta.url)),
  );
  const theirs = new Half(python, pythonScript("feature_child.py"));
  const rows: (string | number)[][] = [];
  for (const set of sets) {
    for (const [format, files] of Object.entries(formats)) {
      const spent = [0, 0];
      for (let at = -TURN; at < count; at += TURN) {
        // the first clips are there to warm up both
        const from = Math.max(0, at);
        const task: FeatureTask = { set, files: files.slice(from, from + TURN) };
        const seconds = [await ours.seconds(task), await theirs.seconds(task)];
        if (at >= 0) for (const [half, s] of seconds.entries()) spent[half]! += s;
      }
      const [own, peer] = spent.map((s) => (1000 * s) / count) as [number, number];
      rows.push([set, format, own, peer, peer / own]);
    }
  }
  ours.close();
  theirs.close();
  console.log(
    `\nmilliseconds of processor time a clip, ${count} clips, reading and decoding included, one core`,
  );
  printTable([["", "", "Affekt", "librosa", "ratio"], ...rows]);
}

async function compareWorkers(files: readonly string[]): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const set of sets) {
    const pools = [1, 2].map((jobs) => createPool({ jobs }));
    const seconds: number[][] = [[], []];
    // the first run starts and warms up the workers
    for (let run = 0; run < 4; run++) {
      for (const [i, pool] of pools.entries()) {
        const table = await featureTable(files, { set, pool, cache: false });
        if (run > 0) seconds[i]!.push(table.seconds);
      }
    }
    await Promise.all(pools.map((pool) => pool.close()));
    const [one, two] = seconds.map((runs) => (1000 * median(runs)) / files.length) as [
      number,
      number,
    ];
    rows.push([set, one, two, one / two]);
  }
  console.log("\nmilliseconds a clip by workers, WAV, median of 3 runs");
  printTable([["", "one", "two", "ratio"], ...rows]);
}

async function printParts(files: readonly string[]): Promise<void> {
  await featureParts(files.slice(0, TURN));
  const parts = await featureParts(files);
  console.log("\nmilliseconds a clip by part, WAV, least of 5 runs");
  printTable([["part", "ms"], ...parts]);
}

async function compareWithScripts(peers: string, files: readonly string[]): Promise<void> {
  const audio = await decodeAudio(readFileSync(files[0]!), { name: files[0]! });
  const samples = resample(audio.channels[0]!, { from: audio.sampleRate, to: 22_050 });
  const milliseconds = (job: (samples: Float32Array) => unknown): number => {
    const runs = Array.from({ length: 30 }, () => {
      const start = performance.now();
      job(samples);
      return performance.now() - start;
    });
    return Math.min(...runs);
  };
  const rows = peerJobs(peers).map(({ descriptor, affekt, meyda, essentia }) => {
    const [own, a, b] = [affekt, meyda, essentia].map(milliseconds) as [number, number, number];
    return [descriptor, own, a, a / own, b, b / own];
  });
  const seconds = (samples.length / 22_050).toFixed(1);
  console.log(`\nmilliseconds for ${seconds} s at 22.05 kHz, from samples, least of 30 runs`);
  printTable([["", "Affekt", "Meyda", "ratio", "essentia.js", "ratio"], ...rows]);
}

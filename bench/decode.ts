// How long decoding takes, against libsndfile on one core: milliseconds a file, each the best of several runs.
// node bench/decode.ts --python PYTHON FILE…
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parseArgs } from "node:util";
import { decodeAudio } from "../src/audio/decode.ts";
import { printTable, pythonScript, runOnOneCore } from "./peer.ts";

const RUNS = 30;

const { values, positionals } = parseArgs({
  options: { python: { type: "string", default: "python3" } },
  allowPositionals: true,
});

async function milliseconds(file: string): Promise<number> {
  const bytes = new Uint8Array(await readFile(file));
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await decodeAudio(bytes, { name: file });
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const peers = runOnOneCore(values.python, [pythonScript("decode_time.py"), ...positionals])
  .result as readonly number[];
const times = new Map<string, { files: number; ours: number; peer: number }>();
for (const [i, file] of positionals.entries()) {
  const kind = extname(file);
  const { files, ours, peer } = times.get(kind) ?? { files: 0, ours: 0, peer: 0 };
  const own = await milliseconds(file);
  times.set(kind, { files: files + 1, ours: ours + own, peer: peer + peers[i]! });
}
printTable([
  ["ms a file", "files", "Affekt", "libsndfile", "ratio"],
  ...[...times].map(([kind, { files, ours, peer }]) => [
    kind,
    String(files),
    ours / files,
    peer / files,
    peer / ours,
  ]),
]);

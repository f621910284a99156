// Peak memory of `affekt features` on recordings of hours, made by ffmpeg from a short one: a WAV of ten hours, an MP3 of three, and both from standard input.
// node bench/long-recordings.ts --audio SPEECH-FILE [--set classic] [--hours 10] [--jobs N]
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COMMAND, printTable } from "./peer.ts";

const { values } = parseArgs({
  options: {
    audio: { type: "string" },
    set: { type: "string", default: "classic" },
    hours: { type: "string", default: "10" },
    jobs: { type: "string" },
  },
});

/** A module that tells the process' peak memory, in kB, as it ends. */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

if (values.audio === undefined) throw new Error("--audio FILE is needed: a recording to repeat");
const folder = mkdtempSync(join(tmpdir(), "affekt-long-"));
try {
  const hours = Number(values.hours);
  const recordings = [
    { hours, file: make("long.wav", hours, ["-ar", "16000"], values.audio) },
    { hours: 0.3 * hours, file: make("long.mp3", 0.3 * hours, ["-b:a", "128k"], values.audio) },
  ];
  const rows = recordings.flatMap(({ file, hours: length }) =>
    [file, "-"].map((source) => {
      const { seconds, peak } = run(source, file);
      const name = `${file.slice(-3)}${source === "-" ? " from standard input" : ""}`;
      return [name, length, statSync(file).size / 1e6, seconds, peak] as const;
    }),
  );
  printTable([["", "hours", "file, MB", "seconds", "peak, MB"], ...rows]);
} finally {
  rmSync(folder, { recursive: true });
}

function make(name: string, hours: number, options: readonly string[], audio: string): string {
  const file = join(folder, name);
  const args = ["-v", "error", "-stream_loop", "-1", "-i", audio, "-t", `${hours * 3600}`];
  const { status } = spawnSync("ffmpeg", [...args, ...options, file], { stdio: "inherit" });
  if (status !== 0) throw new Error("ffmpeg failed");
  return file;
}

function run(source: string, file: string): { readonly seconds: number; readonly peak: number } {
  const words = ["features", source, "--set", values.set, "--no-cache", "-o"];
  const jobs = values.jobs === undefined ? [] : ["--jobs", values.jobs];
  const input = openSync(file, "r");
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", TELL_PEAK, COMMAND, ...words, join(folder, "out.npz"), ...jobs],
    { stdio: [source === "-" ? input : "ignore", "ignore", "pipe"], encoding: "utf8" },
  );
  closeSync(input);
  if (status !== 0) throw new Error(`affekt features failed: ${stderr}`);
  const peak = Number(stderr.trimEnd().split("\n").at(-1)) / 1024;
  return { seconds: (performance.now() - start) / 1000, peak };
}

// Peak memory of `affekt features` on recordings of hours, made by ffmpeg from a short one: a WAV of ten hours, an MP3 of three, both also from standard input; three hours of Opus, Vorbis and M4A; and those of the MP3 as sequences (`frames`) to NPZ and to Parquet, without and with the cache.
// node bench/long-recordings.ts --audio SPEECH-FILE [--set classic] [--hours 10] [--jobs N]
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { COMMAND, printTable } from "./peer.ts";

/** What is measured: default the set that is asked for, to an NPZ. */
interface Run {
  readonly file: string;
  readonly isPiped?: boolean;
  readonly set?: string;
  readonly output?: string;
  /** With a cache, which the first such run fills. */
  readonly isCached?: boolean;
}

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
  const wav = make("long.wav", hours, ["-ar", "16000"], values.audio);
  const [mp3, ...others] = [
    ["long.mp3", "-b:a", "128k"],
    ["long.opus", "-b:a", "24k"],
    ["long.ogg", "-codec:a", "libvorbis"],
    ["long.m4a", "-b:a", "96k"],
  ].map(([name, ...options]) =>
    make(name!, 0.3 * hours, ["-ar", "48000", ...options], values.audio!),
  );
  const runs: Run[] = [
    ...[wav, mp3!].flatMap((file) => [{ file }, { file, isPiped: true }]),
    ...others.map((file) => ({ file })),
    ...["out.npz", "out.parquet"].flatMap((output) =>
      [false, true, true].map((isCached) => ({ file: mp3!, set: "frames", output, isCached })),
    ),
  ];
  const rows = runs.map((one) => {
    const { seconds, peak } = measure(one);
    const { file, set = values.set, output = "out.npz", isPiped, isCached } = one;
    const how = `${isPiped ? ", from standard input" : ""}${isCached ? ", cached" : ""}`;
    const name = `${basename(file)}${how}: ${set} to ${extname(output)}`;
    return [name, file === wav ? hours : 0.3 * hours, statSync(file).size / 1e6, seconds, peak];
  });
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

function measure({ file, isPiped, set = values.set, output = "out.npz", isCached }: Run): {
  readonly seconds: number;
  readonly peak: number;
} {
  const words = ["features", isPiped ? "-" : file, "--set", set, "-o", join(folder, output)];
  if (!isCached) words.push("--no-cache");
  const jobs = values.jobs === undefined ? [] : ["--jobs", values.jobs];
  const input = openSync(file, "r");
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", TELL_PEAK, COMMAND, ...words, ...jobs],
    {
      stdio: [isPiped ? input : "ignore", "ignore", "pipe"],
      encoding: "utf8",
      env: { ...process.env, AFFEKT_CACHE: join(folder, "cache") },
    },
  );
  closeSync(input);
  if (status !== 0) throw new Error(`affekt features failed: ${stderr}`);
  const peak = Number(stderr.trimEnd().split("\n").at(-1)) / 1024;
  return { seconds: (performance.now() - start) / 1000, peak };
}

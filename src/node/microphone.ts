import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { AudioStream } from "../audio/audio-stream.ts";
import { openPcmStream } from "../audio/pcm/raw-pcm.ts";
import { AffektError } from "../errors.ts";
import { plainBytes } from "./files/file.ts";

/** Options of `openMicrophone`. */
export interface MicrophoneOptions {
  /** In Hz; the program or the sound system resamples. */
  readonly sampleRate: number;
  /** The device's name, as the program that records calls it. */
  readonly device?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Arguments = (rate: string, device: string | undefined) => readonly string[];

/** Programs that record, the first that is there goes; each writes 16-bit samples without a header at once. */
const RECORDERS: Readonly<Record<string, Arguments>> = {
  arecord: (rate, device = "default") =>
    `-q -t raw -f S16_LE -c 1 -r ${rate} --period-time=20000 --buffer-time=400000 -D`
      .split(" ")
      .concat(device),
  sox: (rate, device) => {
    const from = device === undefined ? ["-d"] : ["-t", SOX_DRIVER, device];
    const format = `-t raw -e signed-integer -b 16 -c 1 -r ${rate} -`.split(" ");
    return ["-q", "--buffer", "1024", ...from, ...format];
  },
  ffmpeg: (rate, device) => {
    const format = `-ac 1 -ar ${rate} -f s16le -flush_packets 1 -`.split(" ");
    return ["-loglevel", "error", "-fflags", "nobuffer", ...ffmpegInput(device), ...format];
  },
};

const SOX_DRIVER = process.platform === "darwin" ? "coreaudio" : "alsa";

function ffmpegInput(device: string | undefined): readonly string[] {
  if (process.platform === "darwin") return ["-f", "avfoundation", "-i", `:${device ?? "0"}`];
  if (process.platform === "win32") return ["-f", "dshow", "-i", `audio=${device ?? "default"}`];
  return ["-f", "alsa", "-i", device ?? "default"];
}

/**
 * Opens the microphone by a program that is there: arecord, sox or ffmpeg.
 * @throws {AffektError} `unsupported` where there is none of them, or, while it is read, where it cannot record.
 */
export async function openMicrophone({
  sampleRate,
  device,
  signal,
}: MicrophoneOptions): Promise<AudioStream> {
  const name = Object.keys(RECORDERS).find(isThere);
  if (name === undefined) {
    throw new AffektError(
      "unsupported",
      `microphone: none of ${Object.keys(RECORDERS).join(", ")} is there to record; install one, or give sound on standard input (-)`,
    );
  }
  const child = spawn(name, RECORDERS[name]!(String(sampleRate), device), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): unknown => child.kill("SIGTERM");
  signal?.addEventListener("abort", stop, { once: true });
  return openPcmStream(recorded(child, name, stop), { sampleRate, raw: true, name: "microphone" });
}

async function* recorded(
  child: ChildProcess,
  name: string,
  stop: () => unknown,
): AsyncGenerator<Uint8Array> {
  let complaint = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (complaint += text).slice(-1000));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", reject);
  });
  let isStopped = true;
  try {
    for await (const piece of child.stdout!) yield plainBytes(piece as Buffer);
    isStopped = child.killed;
  } finally {
    stop();
  }
  const status = await ended;
  if (isStopped || status === 0) return;
  const reason = complaint.trim().split("\n").at(-1) ?? "";
  throw new AffektError(
    "unsupported",
    `microphone: ${name} cannot record: ${reason === "" ? `status ${status}` : reason}`,
  );
}

function isThere(program: string): boolean {
  const endings = process.platform === "win32" ? [".exe"] : [""];
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) =>
    endings.some((ending) => {
      try {
        accessSync(join(folder, program + ending), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

import {
  type ChildProcessWithoutNullStreams,
  execFile as execFileCallback,
  spawn,
} from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { UnknownAudio } from "../../audio/audio-fault.ts";
import type { AudioStream } from "../../audio/audio-stream.ts";
import { openAudioStream } from "../../audio/decode.ts";
import { AffektError } from "../../errors.ts";
import { type FfmpegInput, ffmpegInput } from "./ffmpeg-input.ts";
import { errnoOf, plainBytes } from "../files/file.ts";

/** Formats of recordings, which are all that ffmpeg may read: no playlists or scripts, which name other files. */
const CONTAINERS =
  "aac,aiff,amr,ape,asf,au,avi,avr,caf,dsf,epaf,flv,iff,ircam,matroska,mov,mpc,mpc8,mpeg,mpegts,nistsphere,ogg,pvf,tta,voc,w64,wav,wv";
/** Formats without letters of their own at the start, which unknown bytes may turn out to be. */
const STREAMS = "aac,ac3,dts,eac3,mp3,mpegts";
/** Characters of its complaints that are kept. */
const MAX_COMPLAINT = 1000;
const execFile = promisify(execFileCallback);
/** Limits of asking for a duration. */
const PATIENCE = { timeout: 5000, killSignal: "SIGKILL" } as const;
/** Error codes of writing to it after it has stopped reading. */
const GONE = ["EPIPE", "EOF", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"];

/** Why and how ffmpeg decodes a recording. */
interface FfmpegOptions {
  /** For messages. */
  readonly name: string;
  /** Why Affekt does not decode it by itself. */
  readonly reason: AffektError;
  /** Whether it cannot be long, so that its length need not be known before it is decoded. */
  readonly isShort: boolean;
}

/**
 * Opens a recording, a file on disk or bytes as they come, that ffmpeg decodes: its first audio track, as floating point.
 * @throws {AffektError} `unsupported` where there is no ffmpeg on the PATH, `unreadable` where it finds no sound. The errors of the
 * source.
 */
export async function openWithFfmpeg(
  recording: string | AsyncIterable<Uint8Array>,
  { name, reason, isShort }: FfmpegOptions,
): Promise<AudioStream> {
  const complaints: string[] = [];
  const stream = await openAudioStream(convert(recording, name, reason, complaints), { name });
  const isAsked = typeof recording === "string" && !isShort;
  const seconds = isAsked ? await secondsOf(recording) : undefined;
  return {
    ...stream,
    format: "ffmpeg",
    expectedLength: seconds && Math.round(seconds * stream.sampleRate),
    get warnings() {
      return [...stream.warnings, ...complaints];
    },
  };
}

/** ffprobe's description of a file's first audio track. */
interface Probe {
  readonly streams?: readonly {
    readonly duration?: string;
    readonly tags?: { readonly DURATION?: string };
  }[];
  readonly format?: { readonly duration?: string };
}

/** Duration of a file's sound, or else of the whole file, by ffprobe, which comes with ffmpeg. Undefined where it is not told. */
async function secondsOf(file: string): Promise<number | undefined> {
  const entries = "stream=duration:stream_tags=DURATION:format=duration";
  const what = ["-select_streams", "a:0", "-show_entries", entries, "-of", "json"];
  const url = `file:${resolve(file)}`;
  const words = ["-loglevel", "error", ...what, ...limitsOf(url, CONTAINERS), url];
  const { stdout } = await execFile("ffprobe", words, PATIENCE).catch(() => ({ stdout: "{}" }));
  const { streams = [], format } = JSON.parse(stdout) as Probe;
  const [track] = streams;
  const durations = [track?.duration, track?.tags?.DURATION, format?.duration];
  return durations.map(secondsIn).find((seconds) => seconds !== undefined);
}

/** The seconds in "3.026" or "00:00:03.026". Undefined for what is no positive duration. */
function secondsIn(text = ""): number | undefined {
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds > 0 ? seconds : undefined;
}

/** A WAV file that ffmpeg makes of a recording. */
async function* convert(
  recording: string | AsyncIterable<Uint8Array>,
  name: string,
  reason: AffektError,
  complaints: string[],
): AsyncGenerator<Uint8Array> {
  const input = await ffmpegInput(recording);
  const formats = reason instanceof UnknownAudio ? STREAMS : CONTAINERS;
  const ffmpeg = spawn("ffmpeg", argumentsFor(input, formats));
  try {
    const end = endOf(ffmpeg, input);
    end.catch(() => {}); // is awaited after the output, which may never end
    let isEmpty = true;
    for await (const piece of ffmpeg.stdout) {
      isEmpty = false;
      yield plainBytes(piece as Buffer);
    }
    const { status, complaint } = await end;
    if (status !== 0 && isEmpty) throw noSound(name, complaint);
    if (complaint !== "") complaints.push(`damaged: ffmpeg says: ${complaint}`);
  } catch (error) {
    if (!["ENOENT", "EACCES"].includes(errnoOf(error) ?? "")) throw error;
    const remedy = "or install ffmpeg, which is not on the PATH";
    throw new AffektError("unsupported", `${reason.message}, ${remedy}`, { cause: error });
  } finally {
    ffmpeg.kill();
    await input.release();
  }
}

/** Limits ffmpeg to the input that it is given, and to some formats. */
function limitsOf(url: string, formats: string): string[] {
  const [protocol = ""] = url.split(":");
  return ["-protocol_whitelist", protocol, "-format_whitelist", formats];
}

function argumentsFor({ url }: FfmpegInput, formats: string): string[] {
  const quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"];
  const wav = ["-map", "0:a:0", "-codec:a", "pcm_f32le", "-f", "wav", "pipe:1"];
  return [...quiet, ...limitsOf(url, formats), "-i", url, ...wav];
}

/** Gives ffmpeg its input. Resolves when it has ended, with its exit status and the first thing that it complained about. */
async function endOf(
  ffmpeg: ChildProcessWithoutNullStreams,
  { bytes }: FfmpegInput,
): Promise<{ status: number | null; complaint: string }> {
  let complaint = "";
  ffmpeg.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (complaint.length < MAX_COMPLAINT) complaint += text;
  });
  const fed = pipeline(bytes ?? [], ffmpeg.stdin).catch((error: unknown) => {
    // whether it should have wanted more is for its exit status to say
    if (!GONE.includes(errnoOf(error) ?? "")) throw error;
  });
  const [closed] = await Promise.all([once(ffmpeg, "close"), fed]);
  const [status] = closed as [number | null];
  const [line = ""] = complaint.split("\n");
  const plain = line.replace(/^\[[^\]]*\] |^(?:pipe|file):.*?: /u, "");
  return { status, complaint: plain === "" && status !== 0 ? `exit status ${status}` : plain };
}

function noSound(name: string, complaint: string): AffektError {
  const found = complaint.includes("matches no streams")
    ? "it has no audio track"
    : `ffmpeg could not read it: ${complaint}`;
  return new AffektError("unreadable", `${name}: cannot be read as audio: ${found}`);
}

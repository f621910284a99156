import type { AudioData } from "../../audio/audio-data.ts";
import { isForOtherDecoders, UnknownAudio } from "../../audio/audio-fault.ts";
import { type AudioStream, collectAudio } from "../../audio/audio-stream.ts";
import { type DecodeOptions, openAudioStream } from "../../audio/decode.ts";
import { openPcmStream, type PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import type { BytesSource } from "../../bytes.ts";
import { readSource } from "../files/read-source.ts";
import { fileBytes, fileReading } from "../sources/byte-source.ts";
import { standardInput } from "../sources/piped-bytes.ts";
import { openWithFfmpeg } from "./ffmpeg.ts";
import { oggSecondsOf } from "./ogg-seconds.ts";
import { RewindableBytes } from "./rewindable-bytes.ts";

/** Properties of a recording's bytes. */
export interface AudioSource {
  /** For messages. */
  readonly name: string;
  /** The samples' format where they have no header. */
  readonly pcm?: PcmOptions | undefined;
  /** The file on disk whose bytes they are, in which ffmpeg can go back. */
  readonly file?: string | undefined;
}

/** A recording's bytes: held, or in pieces as they come. */
export type AudioBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** Smaller recordings are short, whatever their codec: ten minutes at 6 kbit/s are 450 kB. */
const MIN_LONG_BYTES = 400_000;
/** Held bytes that are decoded at once. */
const PIECE_BYTES = 1 << 20;

/**
 * Opens a recording, to be decoded while it is read: as `openAudioStream` and `openPcmStream` do, and by ffmpeg what they have no
 * decoder for.
 * @throws {AffektError} their errors, and `unsupported` where ffmpeg would be needed and is not on the PATH.
 */
export async function openAudio(
  bytes: AudioBytes,
  { name, pcm, file }: AudioSource,
): Promise<AudioStream> {
  const held = bytes instanceof Uint8Array ? bytes : undefined;
  const pieces = bytes instanceof Uint8Array ? inPieces(bytes) : bytes;
  if (pcm !== undefined) return openPcmStream(pieces, { ...pcm, name });
  const isShort = held !== undefined && held.length < MIN_LONG_BYTES;
  const source = new RewindableBytes(pieces);
  try {
    const stream = await openAudioStream(source.read(), { name });
    source.forget();
    return isShort ? stream : await withOggLength(stream, held ?? file);
  } catch (error) {
    if (!isForOtherDecoders(error)) {
      await source.close();
      throw error;
    }
    if (file !== undefined) await source.close();
    const recording = file ?? source.again();
    return openWithFfmpeg(recording, { name, reason: error, isShort }).catch((refusal: unknown) => {
      // what nobody knows is described best by its first bytes
      throw error instanceof UnknownAudio ? error : refusal;
    });
  }
}

/** A stream that knows how long it is where it is of an Ogg recording. */
async function withOggLength(
  stream: AudioStream,
  recording: Uint8Array | string | undefined,
): Promise<AudioStream> {
  if (recording === undefined || !stream.format.startsWith("ogg-")) return stream;
  const seconds = await oggSecondsOf(recording);
  return { ...stream, expectedLength: seconds && Math.round(seconds * stream.sampleRate) };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length || at === 0; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}

/** Options of `openRecording`. */
export interface OpenRecordingOptions {
  /** Set where the recording is samples without a header. */
  readonly pcm?: PcmOptions | undefined;
  /** Stops waiting for data of a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the recording in a file, from a pipe, or from standard input (`-`).
 * @throws {AffektError} `not-found`, `interrupted`, and those of `openAudioStream`; `unsupported` where ffmpeg would be needed and
 * is not on the PATH.
 */
export async function openRecording(
  path: string,
  { pcm, signal }: OpenRecordingOptions = {},
): Promise<AudioStream> {
  if (path === "-") {
    return openAudio(await standardInput().content(signal), { name: "standard input", pcm });
  }
  const { content, file } = fileReading(path);
  const bytes = file === undefined ? await content(signal) : fileBytes(file);
  return openAudio(bytes, { name: path, pcm, file });
}

/** Options of `decodeAudio`. */
export interface DecodeAudioOptions extends DecodeOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes a whole recording. Formats without a decoder of Affekt's are decoded by ffmpeg.
 * @throws {AffektError} as `openRecording`.
 */
export async function decodeAudio(
  source: BytesSource,
  { name = "recording", signal }: DecodeAudioOptions = {},
): Promise<AudioData> {
  return collectAudio(await openAudio(await readSource(source, { name, signal }), { name }));
}

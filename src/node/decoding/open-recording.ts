import type { Audio } from "../../audio/audio.ts";
import { type AudioStream, collectAudio } from "../../audio/audio-stream.ts";
import { onePiece } from "../../audio/byte-reader.ts";
import { openAudioStream } from "../../audio/decode.ts";
import { OGG_PAGE_BYTES, oggLength } from "../../audio/ogg/ogg-length.ts";
import { openPcmStream, type PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import { AffektError } from "../../errors.ts";
import { fileBytes, readEnds, RewindableBytes, standardInput } from "../sources/byte-source.ts";
import { openByFfmpeg } from "./ffmpeg.ts";

/** What is known of a recording's bytes. */
export interface SoundSource {
  /** For messages. */
  readonly name: string;
  /** What they are where they are samples without a header. */
  readonly pcm?: PcmOptions | undefined;
  /** The file on disk whose bytes they are, in which ffmpeg can go back. */
  readonly file?: string | undefined;
  /** They are held already: how long the sound is need not be known before it is decoded. Default false. */
  readonly isHeld?: boolean;
}

/**
 * Opens a recording whose bytes come in pieces, to be decoded while it is read: as `openAudioStream` and `openPcmStream`, and by
 * ffmpeg what they have no decoder for.
 * Errors: theirs, and `unsupported` where ffmpeg would be needed and is not on the PATH.
 */
export async function openSound(
  bytes: AsyncIterable<Uint8Array>,
  { name, pcm, file, isHeld = false }: SoundSource,
): Promise<AudioStream> {
  if (pcm !== undefined) return openPcmStream(bytes, pcm);
  const source = new RewindableBytes(bytes);
  try {
    const stream = await openAudioStream(source.read(), name);
    source.forget();
    if (isHeld || file === undefined || !stream.format.startsWith("ogg-")) return stream;
    const [start, end] = await readEnds(file, OGG_PAGE_BYTES);
    return { ...stream, expectedLength: stream.expectedLength ?? oggLength(start, end) };
  } catch (error) {
    const isUnsupported = error instanceof AffektError && error.code === "unsupported";
    if (isUnsupported && file === undefined) return openByFfmpeg(source.again(), name, error);
    await source.close();
    if (!isUnsupported) throw error;
    return openByFfmpeg(file!, name, error, isHeld);
  }
}

/** Opens the recording in a file, or from standard input (`-`). Errors: `not-found`, and those of `openSound`. */
export function openRecording(file: string, pcm?: PcmOptions): Promise<AudioStream> {
  return file === "-"
    ? openSound(standardInput(), { name: "standard input", pcm })
    : openSound(fileBytes(file), { name: file, pcm, file });
}

/** Decodes a whole recording: as `decodeAudio`, and by ffmpeg what that has no decoder for. Errors: those of `openSound`. */
export async function decodeRecording(bytes: Uint8Array, name: string): Promise<Audio> {
  return collectAudio(await openSound(onePiece(bytes), { name }), name);
}

import type { AudioStream } from "../audio/audio-stream.ts";
import { openAudioStream } from "../audio/decode.ts";
import { openPcmStream, type PcmOptions } from "../audio/raw-pcm.ts";
import { fileBytes, standardInput } from "./byte-source.ts";

/**
 * Opens a recording in a file, or from standard input (`-`), to be decoded while it is read; with `pcm`, samples without a
 * header. Errors: `not-found`, those of `openAudioStream`, those of `openPcmStream`.
 */
export function openRecording(file: string, pcm?: PcmOptions): Promise<AudioStream> {
  const [bytes, name] =
    file === "-" ? [standardInput(), "standard input"] : [fileBytes(file), file];
  return pcm === undefined ? openAudioStream(bytes, name) : openPcmStream(bytes, pcm);
}

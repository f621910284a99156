import { openAiff } from "./pcm/aiff.ts";
import type { Audio } from "./audio.ts";
import { type AudioFormat, detectFormat } from "./audio-format.ts";
import { type AudioStream, collectAudio, streamAudio } from "./audio-stream.ts";
import { openAu } from "./pcm/au.ts";
import { type ByteReader, onePiece } from "./byte-reader.ts";
import type { Decoding } from "./decoding.ts";
import { openFlac } from "./flac/flac.ts";
import { openMp3 } from "./mp3/mp3.ts";
import { openOggFlac } from "./ogg/ogg-flac.ts";
import { openOggOpus } from "./ogg/ogg-opus.ts";
import { openOggVorbis } from "./ogg/ogg-vorbis.ts";
import { openWav } from "./pcm/wav.ts";

type Opener = (reader: ByteReader, name: string) => Promise<Decoding>;

const OPENERS: Readonly<Record<AudioFormat, Opener>> = {
  wav: openWav,
  aiff: openAiff,
  au: openAu,
  flac: openFlac,
  mp3: openMp3,
  "ogg-vorbis": openOggVorbis,
  "ogg-opus": openOggOpus,
  "ogg-flac": openOggFlac,
};

/**
 * Opens a recording whose bytes come in pieces of any size, from a file, a socket or standard input: WAV, AIFF, AU, FLAC, MP3,
 * Ogg Vorbis, Ogg Opus or Ogg FLAC, told by its first bytes; `name` is only for messages. Memory does not grow with length: it
 * is some pieces and some blocks. Samples keep their rate and channels; integers scale as libsndfile's; Opus comes at 48 kHz.
 * What is missing or damaged is left out with a warning, values that are not finite become 0 with one.
 * Errors: `unreadable` for what is not audio or too broken, `unsupported` for other known formats, and those of the source.
 */
export function openAudioStream(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): Promise<AudioStream> {
  return streamAudio(bytes, name, async (reader) => {
    const format = await detectFormat(reader, name);
    return OPENERS[format](reader, name);
  });
}

/** Decodes a whole recording: what `openAudioStream` gives, as one array a channel. Errors: as there. */
export async function decodeAudio(bytes: Uint8Array, name: string): Promise<Audio> {
  return collectAudio(await openAudioStream(onePiece(bytes), name), name);
}

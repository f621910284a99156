import type { AudioData } from "./audio-data.ts";
import { type AudioFormat, detectFormat } from "./audio-format.ts";
import { type AudioStream, collectAudio, streamAudio } from "./audio-stream.ts";
import { type ByteReader, onePiece } from "./byte-reader.ts";
import type { Decoding } from "./decoding.ts";
import { openFlac } from "./flac/flac.ts";
import { openMpeg } from "./mpeg/mpeg.ts";
import { openOgg } from "./ogg/ogg.ts";
import { openAiff } from "./pcm/aiff.ts";
import { openAu } from "./pcm/au.ts";
import { openWav } from "./pcm/wav.ts";

/** Raised whenever the samples of any recording change, so that no features of before are taken from a cache. */
export const DECODING_VERSION = 3;

type Opener = (reader: ByteReader, name: string) => Promise<Decoding>;

const OPENERS: Readonly<Record<AudioFormat, Opener>> = {
  wav: openWav,
  aiff: openAiff,
  au: openAu,
  flac: openFlac,
  mpeg: openMpeg,
  ogg: openOgg,
};

/** Options of decoding. */
export interface DecodeOptions {
  /** Name of the recording in messages. Default `recording`. */
  readonly name?: string;
}

/**
 * Detects the format at a reader's position and opens it.
 * @throws {AffektError} as `openAudioStream`.
 */
export async function openFormat(reader: ByteReader, name: string): Promise<Decoding> {
  const format = await detectFormat(reader, name);
  return OPENERS[format](reader, name);
}

/**
 * Opens a recording whose bytes come in pieces of any size, from a file, a socket or standard input: WAV, AIFF, AU, FLAC, MPEG
 * audio (MP3, layers I and II), Ogg Vorbis, Ogg Opus or Ogg FLAC, told by content.
 *
 * Memory does not grow with length. Samples keep their rate and channels. Integers are scaled as libsndfile does; Opus is decoded
 * at 48 kHz. Where the rate or the channels change on the way, as in chained Ogg files and joined MP3 files, what follows is
 * converted to those of the beginning, with a warning. Missing or damaged parts are left out with a warning. Values that are
 * not finite become 0 with a warning.
 * @throws {AffektError} `unreadable` for what is not audio or too broken, `unsupported` for other known formats. The errors of
 * the source.
 */
export function openAudioStream(
  bytes: AsyncIterable<Uint8Array>,
  { name = "recording" }: DecodeOptions = {},
): Promise<AudioStream> {
  return streamAudio(bytes, name, (reader) => openFormat(reader, name));
}

/**
 * Decodes a whole recording: what `openAudioStream` gives, as one array a channel.
 * @throws {AffektError} as `openAudioStream`, and `unsupported` for more than 2^30 samples.
 */
export async function decodeAudio(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<AudioData> {
  return collectAudio(await openAudioStream(onePiece(bytes), options));
}

import { AffektError } from "../errors.ts";
import { decodeAiff } from "./aiff.ts";
import type { Audio } from "./audio.ts";
import { unreadableAudio } from "./audio-fault.ts";
import { type DetectedFormat, detectFormat } from "./audio-format.ts";
import { decodeFlac } from "./flac.ts";
import { decodeMp3 } from "./mp3.ts";
import { decodeOggFlac } from "./ogg-flac.ts";
import { decodeOggOpus } from "./ogg-opus.ts";
import { decodeOggVorbis } from "./ogg-vorbis.ts";
import { decodeWav } from "./wav.ts";

type Decoder = (bytes: Uint8Array, name: string) => Audio | Promise<Audio>;

const DECODERS: Readonly<Record<DetectedFormat["format"], Decoder>> = {
  wav: decodeWav,
  aiff: decodeAiff,
  flac: decodeFlac,
  mp3: decodeMp3,
  "ogg-vorbis": decodeOggVorbis,
  "ogg-opus": decodeOggOpus,
  "ogg-flac": decodeOggFlac,
};

/**
 * Decodes a recording: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Ogg Opus or Ogg FLAC, told by content alone; `name` is only for messages.
 * Samples keep their rate and channels; integers scale as libsndfile's; Opus comes at 48 kHz. What is missing or damaged is left
 * out with a warning, values that are not finite become 0 with one.
 * Errors: `unreadable` for what is not audio or too broken, `unsupported` for other known formats.
 */
export async function decodeAudio(bytes: Uint8Array, name: string): Promise<Audio> {
  const { format, start } = detectFormat(bytes, name);
  try {
    const audio = await DECODERS[format](bytes.subarray(start), name);
    const notFinite = zeroNotFinite(audio.channels);
    const warnings = [...audio.warnings];
    if (notFinite > 0)
      warnings.push(`not finite: NaN or infinite samples taken as 0: ${notFinite}`);
    if (audio.channels[0]?.length === 0) warnings.push("empty: the file holds no samples");
    return { ...audio, warnings };
  } catch (cause) {
    if (cause instanceof AffektError) throw cause;
    throw unreadableAudio(name, `starts like ${format} but its decoder failed`, cause);
  }
}

/** Replaces NaN and infinities in place by 0 and returns how many there were. */
function zeroNotFinite(channels: readonly Float32Array[]): number {
  let count = 0;
  for (const channel of channels) {
    // a sum is quicker than a test of each: finite float32 cannot overflow it
    let sum = 0;
    for (let i = 0; i < channel.length; i++) sum += channel[i]!;
    if (Number.isFinite(sum)) continue;
    for (let i = 0; i < channel.length; i++) {
      if (!Number.isFinite(channel[i]!)) {
        channel[i] = 0;
        count++;
      }
    }
  }
  return count;
}
